// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** When the traces of a phase begin: as they are sent, or spread over a time that has passed. */
final class TraceTimes {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long AGE_NANOS = 1_000_000_000; // every span has ended when it is sent

  private final long firstNanos;
  private final long spacingNanos;

  private TraceTimes(long firstNanos, long spacingNanos) {
    this.firstNanos = firstNanos;
    this.spacingNanos = spacingNanos;
  }

  /** Each trace begins shortly before it is sent. */
  static TraceTimes live() {
    return new TraceTimes(0, 0);
  }

  /**
   * As if the spans had come at a steady rate until now, and taken this long.
   *
   * @param spans rounded up to whole traces, as many as travel together
   */
  static TraceTimes spread(double seconds, long spans, int tracesPerGroup) {
    long spanNanos = (long) (seconds * 1e9);
    long spansPerGroup = (long) tracesPerGroup * Workload.SERVICES;
    long traces = Math.max(1, (spans + spansPerGroup - 1) / spansPerGroup) * tracesPerGroup;
    return new TraceTimes(nowNanos() - spanNanos, spanNanos / traces);
  }

  /** When the trace with this number in its phase begins, in nanoseconds since 1970. */
  long rootStartNanos(long trace) {
    return firstNanos == 0 ? nowNanos() : firstNanos + trace * spacingNanos;
  }

  /** From one trace to the next in the same request; 0: those begin together. */
  long spacingNanos() {
    return spacingNanos;
  }

  private static long nowNanos() {
    return System.currentTimeMillis() * NANOS_PER_MILLI - AGE_NANOS;
  }
}
