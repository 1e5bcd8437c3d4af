// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Optional;

/**
 * Settings under {@code agent}: where a process with that role sends spans, and what it keeps until
 * they are there.
 *
 * @param collector where spans go
 * @param spool what is kept on disk meanwhile
 */
public record AgentConfig(RemoteConfig collector, SpoolConfig spool) {

  /** Reads the section. */
  public static AgentConfig from(ConfigSection section) {
    return new AgentConfig(
        RemoteConfig.from(section.section("collector"), "http://127.0.0.1:4317"),
        SpoolConfig.from(section.section("spool")));
  }

  /**
   * What an acknowledgement does not promise with these settings, for a person; empty when it
   * promises all.
   */
  Optional<String> weakness() {
    return spool.enabled()
        ? spool.wal().weakness().map(weak -> "agent.spool.wal.durability is " + weak)
        : Optional.empty();
  }
}
