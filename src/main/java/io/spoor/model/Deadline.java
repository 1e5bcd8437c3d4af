// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.time.Duration;

/**
 * The moment after which an answer is of no use, on the clock of {@link System#nanoTime()}.
 *
 * @param nanoTime compared by difference, as that clock demands
 */
public record Deadline(long nanoTime) {

  /** The deadline that lies this far ahead. */
  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Milliseconds left, rounded up; 0 when it has passed. */
  public long remainingMillis() {
    long nanos = nanoTime - System.nanoTime();
    return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
  }

  /** Whether it has passed. */
  public boolean hasPassed() {
    return nanoTime - System.nanoTime() <= 0;
  }
}
