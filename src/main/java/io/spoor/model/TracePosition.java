// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Where a trace stands in the answer of a search: newest first, by the greatest start among its
 * matching spans, ties by unsigned trace id, ascending. What comes first is the least.
 *
 * @param startTimeUnixNano greatest start of a matching span, unsigned
 */
public record TracePosition(long startTimeUnixNano, TraceId traceId)
    implements Comparable<TracePosition> {

  @Override
  public int compareTo(TracePosition other) {
    int byStart = Long.compareUnsigned(other.startTimeUnixNano, startTimeUnixNano);
    return byStart != 0 ? byStart : traceId.compareTo(other.traceId);
  }
}
