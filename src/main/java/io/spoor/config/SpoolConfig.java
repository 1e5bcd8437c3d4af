// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.nio.file.Path;

/**
 * Settings under {@code agent.spool}: spans on disk until the collector has them.
 *
 * @param enabled whether spans are acknowledged once they are on disk here; else once they are at
 *     the collector
 * @param path folder of the spool, of this process alone
 * @param memoryBytes what is kept in memory as well, so that it need not be read again
 * @param wal the log that keeps them; its largest size is that of the spool
 */
public record SpoolConfig(boolean enabled, Path path, long memoryBytes, WalConfig wal) {

  /** Reads the section. */
  static SpoolConfig from(ConfigSection section) {
    return section.read(
        own ->
            new SpoolConfig(
                own.bool(
                    "enabled",
                    false,
                    "whether spans are acknowledged once on disk here, not at the collector"),
                Path.of(own.text("path", "spool", "folder, made when missing")),
                own.bytes(
                    "memoryBytes",
                    16L << 20,
                    0,
                    1L << 32,
                    "of what is on disk, to send it without reading it"),
                WalConfig.from(own.section("wal"))));
  }
}
