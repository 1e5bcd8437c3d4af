// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * A few numbers about one trace, of its spans as they are stored.
 *
 * <p>The root is a span without a parent, or else one whose parent is not there (an orphan), or
 * else any; of several the one that starts first.
 *
 * @param rootServiceName service of the root, empty when it has none
 * @param rootOperationName name of the root
 * @param minStartTimeUnixNano first start, unsigned
 * @param maxEndTimeUnixNano last end, unsigned; a span that ended before it started ended then
 * @param orphanSpanCount spans whose parent is not there
 * @param services by name, without duplicates; the empty name is that of spans without a service
 */
public record TraceSummary(
    TraceId traceId,
    String rootServiceName,
    String rootOperationName,
    long minStartTimeUnixNano,
    long maxEndTimeUnixNano,
    int orphanSpanCount,
    List<Service> services) {

  /** Copies the list. */
  public TraceSummary {
    services = List.copyOf(services);
  }

  /**
   * The spans of one service in a trace.
   *
   * @param errorSpanCount those of status ERROR
   */
  public record Service(String name, int spanCount, int errorSpanCount) {}

  /** Number of spans. */
  public int spanCount() {
    return services.stream().mapToInt(Service::spanCount).sum();
  }

  /** Number of spans of status ERROR. */
  public int errorSpanCount() {
    return services.stream().mapToInt(Service::errorSpanCount).sum();
  }
}
