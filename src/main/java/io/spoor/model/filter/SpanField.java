// SPDX-License-Identifier: Apache-2.0
package io.spoor.model.filter;

import io.spoor.model.AttributeLevel;
import java.util.Optional;

/** A built-in field: a value that a level has beside its attributes. */
public enum SpanField {
  /** 32 hexadecimal digits in lower case. */
  SPAN_TRACE_ID(AttributeLevel.SPAN, "traceID", ValueType.STRING),
  /** 16 hexadecimal digits in lower case. */
  SPAN_ID(AttributeLevel.SPAN, "spanID", ValueType.STRING),
  /** 16 hexadecimal digits in lower case; absent when it is zero. */
  SPAN_PARENT_ID(AttributeLevel.SPAN, "parentSpanID", ValueType.STRING),
  /** Absent when it is empty. */
  SPAN_TRACE_STATE(AttributeLevel.SPAN, "traceState", ValueType.STRING),
  /** The operation. */
  SPAN_NAME(AttributeLevel.SPAN, "name", ValueType.STRING),
  /** An unknown number counts as unspecified. */
  SPAN_KIND(AttributeLevel.SPAN, "kind", ValueType.KIND),
  /** Start. */
  SPAN_START_TIME(AttributeLevel.SPAN, "startTime", ValueType.TIME),
  /** Start and duration. */
  SPAN_END_TIME(AttributeLevel.SPAN, "endTime", ValueType.TIME),
  /** End minus start, signed. */
  SPAN_DURATION(AttributeLevel.SPAN, "duration", ValueType.DURATION),
  /** An unknown number counts as unset. */
  SPAN_STATUS(AttributeLevel.SPAN, "status", ValueType.STATUS),
  /** Absent when it is empty. */
  SPAN_STATUS_MESSAGE(AttributeLevel.SPAN, "statusMessage", ValueType.STRING),
  /** The attribute {@code service.name}; absent when there is none, or it is not a string. */
  RESOURCE_SERVICE(AttributeLevel.RESOURCE, "service", ValueType.STRING),
  /** Absent when it is empty. */
  RESOURCE_SCHEMA_URL(AttributeLevel.RESOURCE, "schemaURL", ValueType.STRING),
  /** Absent when it is empty. */
  SCOPE_NAME(AttributeLevel.SCOPE, "name", ValueType.STRING),
  /** Absent when it is empty. */
  SCOPE_VERSION(AttributeLevel.SCOPE, "version", ValueType.STRING),
  /** Absent when it is empty. */
  SCOPE_SCHEMA_URL(AttributeLevel.SCOPE, "schemaURL", ValueType.STRING),
  /** There for every event. */
  EVENT_NAME(AttributeLevel.EVENT, "name", ValueType.STRING),
  /** There for every event. */
  EVENT_TIME(AttributeLevel.EVENT, "time", ValueType.TIME),
  /** Time of the event minus start of the span, signed; there for every event. */
  EVENT_TIME_SINCE_START(AttributeLevel.EVENT, "timeSinceStart", ValueType.DURATION),
  /** 32 hexadecimal digits in lower case; there for every link. */
  LINK_TRACE_ID(AttributeLevel.LINK, "traceID", ValueType.STRING),
  /** 16 hexadecimal digits in lower case; there for every link. */
  LINK_SPAN_ID(AttributeLevel.LINK, "spanID", ValueType.STRING),
  /** There for every link. */
  LINK_TRACE_STATE(AttributeLevel.LINK, "traceState", ValueType.STRING);

  private static final SpanField[] ALL = values();

  private final AttributeLevel level;
  private final String wireName;
  private final ValueType type;

  SpanField(AttributeLevel level, String wireName, ValueType type) {
    this.level = level;
    this.wireName = wireName;
    this.type = type;
  }

  /** The field of a level with this name, case included. */
  public static Optional<SpanField> of(AttributeLevel level, String wireName) {
    for (SpanField field : ALL) {
      if (field.level == level && field.wireName.equals(wireName)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The level that it belongs to. */
  public AttributeLevel level() {
    return level;
  }

  /** Its name on the wire, such as {@code parentSpanID}. */
  public String wireName() {
    return wireName;
  }

  /** What it holds. */
  public ValueType type() {
    return type;
  }

  /** Level and name, such as {@code span.duration}. */
  public String qualifiedName() {
    return level.lowerCase() + "." + wireName;
  }
}
