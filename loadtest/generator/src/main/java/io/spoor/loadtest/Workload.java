// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/**
 * The content of the load: every id and time as a pure function of a seed and a trace's number.
 *
 * <p>Twenty services in a fixed tree, service {@code s} calling {@code 3s+1}, {@code 3s+2} and
 * {@code 3s+3}; one span a service and trace. Nothing is remembered, so a check made days later
 * knows what was sent.
 */
final class Workload {
  static final int SERVICES = 20;
  static final int OPERATIONS_PER_SERVICE = 4;

  /** Traces whose position in a request is a multiple of this carry the common attribute value. */
  static final int COMMON_EVERY = 5;

  static final String COMMON_KEY = "customer.tier";
  static final String COMMON_VALUE = "gold";
  static final String UNIQUE_KEY = "user.id";

  /** The tier of the spans that are errors, which no other tier has. */
  static final String ERROR_TIER = "team";

  static final String STATUS_KEY = "http.response.status_code";

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long SHORTEST_ROOT_NANOS = 2_000_000;
  // one root in 128 lasts 256 ms or more, one in 128 from 128 ms up to there, evenly
  private static final long SLOWEST_PERCENT_NANOS =
      (SHORTEST_ROOT_NANOS << 7) - (long) ((SHORTEST_ROOT_NANOS << 6) * (0.01 * 128 - 1));
  private static final long LONGEST_ROOT_NANOS = SHORTEST_ROOT_NANOS << 8;
  private static final double CHILD_DURATION = 0.28;
  private static final double[] START = new double[SERVICES];
  private static final double[] DURATION = new double[SERVICES];

  static {
    DURATION[0] = 1;
    for (int service = 1; service < SERVICES; service++) {
      int parent = parent(service);
      int sibling = (service - 1) % 3;
      DURATION[service] = DURATION[parent] * CHILD_DURATION;
      START[service] = START[parent] + DURATION[parent] * (0.05 + 0.3 * sibling);
    }
  }

  private final long seed;

  Workload(long seed) {
    this.seed = mix(seed + GOLDEN);
  }

  /** The service that calls {@code service}; the root has none. */
  static int parent(int service) {
    return (service - 1) / 3;
  }

  static String serviceName(int service) {
    return "service-" + (char) ('0' + service / 10) + (char) ('0' + service % 10);
  }

  static String operationName(int service, int position) {
    return "GET /"
        + serviceName(service)
        + "/v"
        + position % OPERATIONS_PER_SERVICE
        + "/items/{id}";
  }

  long traceIdHigh(long trace) {
    return mix(seed ^ trace * GOLDEN);
  }

  long traceIdLow(long trace) {
    return mix(seed + trace) | 1; // an id of all zeros would be invalid
  }

  long spanId(long traceIdLow, int service) {
    return mix(traceIdLow + (service + 1) * GOLDEN) | 1;
  }

  /** Twelve digits, different for (nearly) every span. */
  long userId(long spanId) {
    return (spanId >>> 1) % 1_000_000_000_000L;
  }

  /** Sixteen digits, different for (nearly) every span. */
  long itemId(long spanId) {
    return (mix(spanId) >>> 1) % 10_000_000_000_000_000L;
  }

  /** From 2 ms to about half a second, most of them short. */
  long rootDurationNanos(long traceIdLow) {
    long hash = traceIdLow >>> 8;
    long shortest = SHORTEST_ROOT_NANOS << Long.numberOfTrailingZeros(hash | 0x80);
    return shortest + (hash >>> 8) % shortest;
  }

  /** One in a hundred spans of the service lasts at least this long. */
  static long slowestPercentNanos(int service) {
    return (long) (SLOWEST_PERCENT_NANOS * DURATION[service]);
  }

  /** No span of the service lasts this long; those of services above it in the tree do. */
  static long neverReachedNanos(int service) {
    return (long) (LONGEST_ROOT_NANOS * DURATION[service]) + 1;
  }

  /** No span at all lasts this long. */
  static long neverReachedNanos() {
    return LONGEST_ROOT_NANOS + 1;
  }

  static long startNanos(long rootStartNanos, long rootDurationNanos, int service) {
    return rootStartNanos + (long) (rootDurationNanos * START[service]);
  }

  static long durationNanos(long rootDurationNanos, int service) {
    return (long) (rootDurationNanos * DURATION[service]);
  }

  String traceIdHex(long trace) {
    return hex(traceIdHigh(trace)) + hex(traceIdLow(trace));
  }

  String spanIdHex(long trace, int service) {
    return hex(spanId(traceIdLow(trace), service));
  }

  String userIdText(long trace, int service) {
    return String.format("%012d", userId(spanId(traceIdLow(trace), service)));
  }

  private static String hex(long id) {
    return String.format("%016x", id);
  }

  /** The finaliser of splitmix64: a bijection, so different inputs give different ids. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
