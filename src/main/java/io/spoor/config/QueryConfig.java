// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings under {@code query} in the configuration file.
 *
 * @param timeout longest that a request may take, the reading of its answer included
 * @param drainTimeout how long open requests may go on when the process stops
 * @param maxOpenRequests requests and unread answers at once; above it, refused
 * @param maxBytes stored bytes that one request may look at; it ends there and says so
 * @param maxInFlightBytes size of the traces of all open answers; above it, refused
 * @param maxTraceBytes size at which a trace is cut, with a warning
 * @param maxTraceSpans spans at which a trace is cut, with a warning; 0 for no limit
 * @param maxClockSkew largest correction of a host's clock; 0 only warns
 */
public record QueryConfig(
    Duration timeout,
    Duration drainTimeout,
    int maxOpenRequests,
    long maxBytes,
    long maxInFlightBytes,
    long maxTraceBytes,
    int maxTraceSpans,
    Duration maxClockSkew) {

  /** Rejects a bound for all traces that two traces of one answer could not share. */
  public QueryConfig {
    if (maxInFlightBytes < 2 * maxTraceBytes) {
      throw new IllegalArgumentException(
          "query.maxInFlightBytes must be at least twice query.maxTraceBytes ("
              + maxTraceBytes
              + "), was "
              + maxInFlightBytes);
    }
  }

  /** Reads the section, applying defaults for absent keys. */
  public static QueryConfig from(ConfigSection section) {
    return new QueryConfig(
        section.duration(
            "timeout",
            Duration.ofSeconds(30),
            Duration.ofMillis(1),
            Duration.ofHours(1),
            "Longest that a request may take, the reading of its answer included."),
        section.duration(
            "drainTimeout",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(10),
            "How long open requests may go on when the process stops."),
        section.integer(
            "maxOpenRequests",
            256,
            1,
            1_000_000,
            "Requests and unread answers at once; above it, refused."),
        section.bytes(
            "maxBytes",
            16L << 30,
            1,
            Long.MAX_VALUE,
            "Stored bytes that one request may look at; its answer ends there and says so."),
        section.bytesOfHeap(
            "maxInFlightBytes",
            4,
            1L << 20,
            1L << 40,
            "Size of the traces of all open answers; above it, refused."),
        section.bytesOfHeap(
            "maxTraceBytes",
            8,
            512L << 10,
            1L << 39,
            "Size at which a trace is cut, with a warning on its first span."),
        section.integer(
            "maxTraceSpans",
            0,
            0,
            Integer.MAX_VALUE,
            "Spans at which a trace is cut, with a warning on its first span; 0 for no limit."),
        section.duration(
            "maxClockSkew",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(24),
            "Largest correction of a host's clock that is shown; 0 corrects nothing and warns."));
  }
}
