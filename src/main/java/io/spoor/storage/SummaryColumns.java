// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/** The spans of one trace by number, from 0, with the columns that a summary is made of. */
public interface SummaryColumns {

  /** Number of spans. */
  int size();

  /** Id of a span. */
  long spanId(int span);

  /** Id of a span's parent, 0 when it has none. */
  long parentSpanId(int span);

  /** Start of a span, unsigned nanoseconds since the epoch. */
  long startTimeUnixNano(int span);

  /** Service of a span, empty when it has none. Asked once for each span. */
  String serviceName(int span);

  /** End minus start of a span, signed nanoseconds. */
  long durationNano(int span);

  /** Whether the status of a span is ERROR. */
  boolean isError(int span);

  /** Name of a span. Asked for few. */
  String name(int span);
}
