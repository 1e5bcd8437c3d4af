// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Locale;

/**
 * Settings under {@code storage}: which backend keeps the spans, and the settings of each.
 *
 * @param type the backend
 * @param memory settings of {@code memory}; they count only when it is the type
 */
public record StorageConfig(Type type, MemoryConfig memory) {

  /** The backends there are. */
  public enum Type {
    /** On the heap, for tests and demos: nothing survives a restart. */
    MEMORY
  }

  /** Reads the section. */
  public static StorageConfig from(ConfigSection section) {
    return new StorageConfig(
        section.oneOf(
            "type",
            Type.class,
            Type.MEMORY,
            "Backend that keeps the spans; memory loses them at a restart"),
        section.section("memory").read(MemoryConfig::from));
  }

  /** The type as the file has it. */
  public String typeName() {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
