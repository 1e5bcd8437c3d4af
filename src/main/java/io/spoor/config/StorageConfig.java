// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Locale;
import java.util.Optional;

/**
 * Settings under {@code storage}: which backend keeps the spans, and the settings of each.
 *
 * @param type the backend
 * @param memory settings of {@code memory}; they count only when it is the type
 * @param segment settings of {@code segment}, likewise
 * @param remote settings of {@code remote}, likewise
 */
public record StorageConfig(
    Type type, MemoryConfig memory, SegmentConfig segment, RemoteConfig remote) {

  /** The backends there are. */
  public enum Type {
    /** On the heap, for tests and demos: nothing survives a restart. */
    MEMORY,
    /** In files of this machine: durable before it is acknowledged. */
    SEGMENT,
    /** At another server, which Jaeger's remote storage API reaches. */
    REMOTE
  }

  /** Reads the section. */
  public static StorageConfig from(ConfigSection section) {
    return new StorageConfig(
        section.oneOf(
            "type",
            Type.class,
            Type.SEGMENT,
            "Backend that keeps the spans; memory loses them at a restart"),
        section.section("memory").read(MemoryConfig::from),
        section.section("segment").read(SegmentConfig::from),
        RemoteConfig.from(section.section("remote"), "http://127.0.0.1:17271"));
  }

  /**
   * What an acknowledgement does not promise with these settings, for a person; empty when a span
   * that was acknowledged survives a crash and a power cut.
   */
  public Optional<String> weakness() {
    if (type == Type.MEMORY) {
      return Optional.of("storage.type is memory: a restart loses all spans");
    }
    if (type == Type.REMOTE) {
      return Optional.empty(); // it is the server's
    }
    return segment.wal().weakness().map(weak -> "storage.segment.wal.durability is " + weak);
  }

  /** The type as the file has it. */
  public String typeName() {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
