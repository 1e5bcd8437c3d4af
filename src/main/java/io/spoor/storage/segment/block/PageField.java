// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import org.jspecify.annotations.Nullable;

/**
 * The pages of a row group that are not of one attribute. Their codes are in files: never used
 * again for something else.
 *
 * <p>A page is absent where each of its values is 0, the empty string, or nothing.
 */
enum PageField {
  /** Ids of the traces, 16 raw bytes each; numbers of their rows; first starts. */
  TRACES(1),
  /** Start minus that of the row before in the same trace. */
  START(2),
  DURATION(3),
  NAME(4),
  /** Row in {@link #SCOPES}. */
  SCOPE(5),
  SCOPES(6),
  KIND(7),
  STATUS_CODE(8),
  STATUS_MESSAGE(9),
  /** Raw. */
  SPAN_ID(10),
  /** See {@link SpanReference}. */
  PARENT(11),
  /** Raw: those that {@link #PARENT} does not say. */
  PARENT_ID(12),
  TRACE_STATE(13),
  FLAGS(14),
  DROPPED_ATTRIBUTES(15),
  DROPPED_EVENTS(16),
  DROPPED_LINKS(17),
  /** Number of a shape in {@link #SPAN_SHAPES}. */
  SPAN_SHAPE(18),
  SPAN_SHAPES(19),
  SPAN_OVERFLOW(20),
  /** Events of each row. */
  EVENT_COUNT(30),
  /** Time minus start of the span. */
  EVENT_TIME(31),
  EVENT_NAME(32),
  EVENT_DROPPED_ATTRIBUTES(33),
  EVENT_SHAPE(34),
  EVENT_SHAPES(35),
  EVENT_OVERFLOW(36),
  /** Links of each row. */
  LINK_COUNT(40),
  /** 0: the trace of the span; 1: the next of {@link #LINK_TRACE_ID}. */
  LINK_TRACE(41),
  /** Raw. */
  LINK_TRACE_ID(42),
  /** See {@link SpanReference}. */
  LINK_SPAN(43),
  /** Raw: those that {@link #LINK_SPAN} does not say. */
  LINK_SPAN_ID(44),
  LINK_TRACE_STATE(45),
  LINK_FLAGS(46),
  LINK_DROPPED_ATTRIBUTES(47),
  LINK_SHAPE(48),
  LINK_SHAPES(49),
  LINK_OVERFLOW(50);

  /** One more than the greatest code. */
  static final int CODES = 51;

  private static final @Nullable PageField[] BY_CODE = new @Nullable PageField[CODES];

  static {
    for (PageField field : values()) {
      BY_CODE[field.code] = field;
    }
  }

  private final int code;

  PageField(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The field of a code, or null. */
  static @Nullable PageField of(int code) {
    return code >= 0 && code < CODES ? BY_CODE[code] : null;
  }
}
