// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanKind;

/** The spans of one trace by number, from 0, with the columns that calls are counted by. */
public interface TraceColumns {

  /** Number of spans. */
  int size();

  /** Id of a span. */
  long spanId(int span);

  /** Id of a span's parent, 0 when it has none. */
  long parentSpanId(int span);

  /** Start of a span, unsigned nanoseconds since the epoch. */
  long startTimeUnixNano(int span);

  /** Kind of a span; unspecified for a number not known. */
  SpanKind kind(int span);

  /** Service of a span, empty when it has none. Asked once for each span. */
  String serviceName(int span);
}
