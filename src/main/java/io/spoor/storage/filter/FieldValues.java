// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.AttributeLevel;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.model.filter.SpanField;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** Conditions on built-in fields: of several events or links, one that fulfils it is enough. */
// Hot path: a search runs the tests once per span
final class FieldValues {

  /** A value of the field fulfils the condition. */
  static Condition any(SpanField field, ValueCondition condition) {
    return switch (field.type()) {
      case DURATION, TIME -> batch -> nanos(field, condition, batch);
      case KIND -> batch -> kinds(condition.text(), batch.spans());
      case STATUS -> batch -> statuses(condition.text(), batch.spans());
      case ANY, STRING, INT, DOUBLE, BOOL ->
          IdValues.isId(field)
              ? IdValues.any(field, condition.text())
              : batch -> texts(field, condition.text().on(batch.strings()), batch);
    };
  }

  /** The field is there. */
  static Condition exists(SpanField field) {
    return switch (field) {
      case SPAN_TRACE_ID,
          SPAN_ID,
          SPAN_NAME,
          SPAN_KIND,
          SPAN_START_TIME,
          SPAN_END_TIME,
          SPAN_DURATION,
          SPAN_STATUS ->
          Condition.ALWAYS;
      case EVENT_NAME, EVENT_TIME, EVENT_TIME_SINCE_START ->
          batch -> Connectives.onEvents(batch.events(), SpanTest.ALWAYS);
      case LINK_TRACE_ID, LINK_SPAN_ID, LINK_TRACE_STATE ->
          batch -> Connectives.onLinks(batch.links(), SpanTest.ALWAYS);
      case SPAN_PARENT_ID,
          SPAN_TRACE_STATE,
          SPAN_STATUS_MESSAGE,
          RESOURCE_SERVICE,
          RESOURCE_SCHEMA_URL,
          SCOPE_NAME,
          SCOPE_VERSION,
          SCOPE_SCHEMA_URL ->
          any(field, ValueCondition.any());
    };
  }

  private static SpanTest texts(SpanField field, TextCondition.Bound texts, SpanBatch batch) {
    if (texts == TextCondition.Bound.NEVER) {
      return SpanTest.NEVER;
    }
    SpanTable spans = batch.spans();
    EventTable events = batch.events();
    LinkTable links = batch.links();
    return switch (field) {
      case SPAN_NAME -> (row, event, link) -> texts.holds(spans.name(row));
      case SPAN_TRACE_STATE ->
          (row, event, link) -> isSet(spans.traceState(row)) && texts.holds(spans.traceState(row));
      case SPAN_STATUS_MESSAGE ->
          (row, event, link) ->
              isSet(spans.statusMessage(row)) && texts.holds(spans.statusMessage(row));
      case EVENT_NAME ->
          Connectives.onEvents(events, (row, event, link) -> texts.holds(events.name(event)));
      case LINK_TRACE_STATE ->
          Connectives.onLinks(links, (row, event, link) -> texts.holds(links.traceState(link)));
      default -> onScopes(spans, scopes(field, texts, batch));
    };
  }

  /** The text that is not there has the index of the empty one. */
  private static boolean isSet(int index) {
    return index > 0;
  }

  /** By scope: whether the field of it, or of its resource, will do. */
  private static boolean[] scopes(SpanField field, TextCondition.Bound texts, SpanBatch batch) {
    IntUnaryOperator index = indexByScope(field, batch);
    boolean[] matching = new boolean[batch.scopes().size()];
    for (int scope = 0; scope < matching.length; scope++) {
      int text = index.applyAsInt(scope);
      boolean isThere = field == SpanField.RESOURCE_SERVICE ? text >= 0 : isSet(text);
      matching[scope] = isThere && texts.holds(text);
    }
    return matching;
  }

  /** By scope, the index of a text; negative or that of the empty text when there is none. */
  static IntUnaryOperator indexByScope(SpanField field, SpanBatch batch) {
    return switch (field) {
      case RESOURCE_SERVICE ->
          scope -> batch.resources().serviceName(batch.scopes().resource(scope));
      case RESOURCE_SCHEMA_URL ->
          scope -> batch.resources().schemaUrl(batch.scopes().resource(scope));
      case SCOPE_NAME -> batch.scopes()::name;
      case SCOPE_VERSION -> batch.scopes()::version;
      case SCOPE_SCHEMA_URL -> batch.scopes()::schemaUrl;
      default -> throw new IllegalArgumentException(field + " is not of a scope or resource");
    };
  }

  /** The span's scope is one of these. */
  static SpanTest onScopes(SpanTable spans, boolean[] matching) {
    for (boolean any : matching) {
      if (any) {
        return (row, event, link) -> matching[spans.scope(row)];
      }
    }
    return SpanTest.NEVER;
  }

  private static SpanTest kinds(TextCondition texts, SpanTable spans) {
    boolean[] matching = new boolean[SpanKind.values().length];
    for (SpanKind kind : SpanKind.values()) {
      matching[kind.number()] = texts.holds(kind.lowerCase());
    }
    return (row, event, link) -> matching[SpanKind.of(spans.kind(row)).number()];
  }

  private static SpanTest statuses(TextCondition texts, SpanTable spans) {
    boolean[] matching = new boolean[StatusCode.values().length];
    for (StatusCode code : StatusCode.values()) {
      matching[code.number()] = texts.holds(word(code));
    }
    return (row, event, link) -> matching[StatusCode.of(spans.statusCode(row)).number()];
  }

  static String word(StatusCode code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  private static SpanTest nanos(SpanField field, ValueCondition condition, SpanBatch batch) {
    EventTable events = batch.events();
    SpanTest test = (row, event, link) -> condition.nanos().test(nanos(field, batch, row, event));
    return field.level() == AttributeLevel.EVENT ? Connectives.onEvents(events, test) : test;
  }

  /** Value of a field that is a duration or a time. */
  static long nanos(SpanField field, SpanBatch batch, int row, int event) {
    SpanTable spans = batch.spans();
    return switch (field) {
      case SPAN_START_TIME -> spans.startTimeUnixNano(row);
      case SPAN_END_TIME -> spans.startTimeUnixNano(row) + spans.durationNano(row);
      case SPAN_DURATION -> spans.durationNano(row);
      case EVENT_TIME -> batch.events().timeUnixNano(event);
      case EVENT_TIME_SINCE_START ->
          batch.events().timeUnixNano(event) - spans.startTimeUnixNano(row);
      default -> throw new IllegalArgumentException(field + " is neither duration nor time");
    };
  }

  private FieldValues() {}
}
