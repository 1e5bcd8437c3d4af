// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * The whole configuration.
 *
 * @param topology the keys at the root: mode and roles
 * @param processor what is cut from spans on their way
 * @param writer how spans are written to storage
 */
public record SpoorConfig(Topology topology, ProcessorConfig processor, WriterConfig writer) {

  /** Reads the whole tree; every section reads itself. */
  public static SpoorConfig from(ConfigSection root) {
    return new SpoorConfig(
        root.read(Topology::from),
        root.section("processor").read(ProcessorConfig::from),
        root.section("writer").read(WriterConfig::from));
  }
}
