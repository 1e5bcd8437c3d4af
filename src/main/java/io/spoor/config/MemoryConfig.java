// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code storage.memory}: bounds of the backend that keeps spans on the heap, all
 * tenants together. Above a bound the oldest traces are evicted whole.
 *
 * @param maxTraces traces kept, at least 1
 * @param maxBytes bytes that keeping them may cost, at least 1; a batch above it is rejected
 */
public record MemoryConfig(int maxTraces, long maxBytes) {
  private static final int DEFAULT_MAX_TRACES = 100_000;
  private static final int DEFAULT_PART_OF_HEAP = 3;

  /** Rejects bounds of nothing. */
  public MemoryConfig {
    if (maxTraces < 1) {
      throw new IllegalArgumentException(
          "storage.memory.maxTraces must be at least 1, was " + maxTraces);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "storage.memory.maxBytes must be at least 1, was " + maxBytes);
    }
  }

  /** Reads the section. */
  public static MemoryConfig from(ConfigSection section) {
    return new MemoryConfig(
        section.integer(
            "maxTraces",
            DEFAULT_MAX_TRACES,
            1,
            Integer.MAX_VALUE,
            "Traces kept in memory; above it the oldest is evicted whole"),
        section.bytesOfHeap(
            "maxBytes",
            DEFAULT_PART_OF_HEAP,
            1,
            Long.MAX_VALUE,
            "Heap that kept spans may take; above it the oldest trace is evicted whole"));
  }
}
