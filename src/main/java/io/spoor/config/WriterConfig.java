// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings under {@code writer} in the configuration file.
 *
 * @param maxInFlightBytes retained bytes of batches accepted but not yet durable; above it, refused
 * @param retryInitial pause before the first retry, before jitter
 * @param retryMax longest pause between two tries, before jitter
 */
public record WriterConfig(long maxInFlightBytes, Duration retryInitial, Duration retryMax) {

  /** Rejects a longest pause that is shorter than the first. */
  public WriterConfig {
    if (retryMax.compareTo(retryInitial) < 0) {
      throw new IllegalArgumentException(
          "writer.retryMax must be at least writer.retryInitial ("
              + retryInitial
              + "), was "
              + retryMax);
    }
  }

  /** Reads the section, applying defaults for absent keys. */
  public static WriterConfig from(ConfigSection section) {
    return new WriterConfig(
        section.bytesOfHeap(
            "maxInFlightBytes",
            4,
            32L << 20,
            1L << 20,
            1L << 40,
            "Bytes of batches on their way to storage; above it, batches are refused. A larger"
                + " batch can never be stored."),
        section.duration(
            "retryInitial",
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            "Pause before the first retry of a failed write."),
        section.duration(
            "retryMax",
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            "Longest pause between two tries; each doubles until it is reached."));
  }
}
