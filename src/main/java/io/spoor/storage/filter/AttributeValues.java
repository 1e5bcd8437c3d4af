// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.filter.Operand.Attribute;
import org.jspecify.annotations.Nullable;

/** Conditions on attributes: of several values, one that fulfils it is enough. */
// Hot path: a search runs the tests once per span
final class AttributeValues {
  private final SpanBatch batch;
  private final int key;
  private final ValueCondition condition;
  private final TextCondition.Bound texts;

  private AttributeValues(SpanBatch batch, int key, ValueCondition condition) {
    this.batch = batch;
    this.key = key;
    this.condition = condition;
    this.texts = condition.text().on(batch.strings());
  }

  /** A value of the attribute fulfils the condition. */
  static Condition any(Attribute attribute, ValueCondition condition) {
    return batch -> {
      int key = batch.strings().find(attribute.key());
      return key < 0
          ? SpanTest.NEVER
          : new AttributeValues(batch, key, condition).test(attribute.level());
    };
  }

  /** The attribute is there, whatever its value. */
  static Condition exists(Attribute attribute) {
    return any(attribute, ValueCondition.any());
  }

  private SpanTest test(@Nullable AttributeLevel level) {
    if (level == null) {
      SpanTest onResource = onScopes(false, true);
      AttributeTable table = batch.spans().attributes();
      return (row, event, link) -> has(table, row) || onResource.matches(row, event, link);
    }
    return switch (level) {
      case SPAN -> {
        AttributeTable table = batch.spans().attributes();
        yield (row, event, link) -> has(table, row);
      }
      case RESOURCE -> onScopes(false, true);
      case SCOPE -> onScopes(true, false);
      case EVENT -> {
        EventTable events = batch.events();
        yield Connectives.onEvents(events, (row, event, link) -> has(events.attributes(), event));
      }
      case LINK -> {
        LinkTable links = batch.links();
        yield Connectives.onLinks(links, (row, event, link) -> has(links.attributes(), link));
      }
    };
  }

  /** By scope, once. */
  private SpanTest onScopes(boolean ofScope, boolean ofResource) {
    ScopeTable scopes = batch.scopes();
    SpanTable spans = batch.spans();
    boolean[] matching = new boolean[scopes.size()];
    for (int scope = 0; scope < matching.length; scope++) {
      matching[scope] =
          (ofScope && has(scopes.attributes(), scope))
              || (ofResource && has(batch.resources().attributes(), scopes.resource(scope)));
    }
    return FieldValues.onScopes(spans, matching);
  }

  private boolean has(AttributeTable table, int owner) {
    int end = table.end(owner);
    for (int entry = table.start(owner); entry < end; entry++) {
      if (table.key(entry) == key && holds(table, entry)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(AttributeTable table, int entry) {
    long value = table.value(entry);
    return switch (table.type(entry)) {
      case STRING -> texts.holds((int) value);
      case INT -> condition.integer().test(value);
      case DOUBLE -> condition.real().test(Double.longBitsToDouble(value));
      case BOOL -> condition.holds(value != 0);
      case BYTES, ARRAY, MAP, EMPTY ->
          condition.other().test(AttributeText.of(batch, table, entry));
    };
  }
}
