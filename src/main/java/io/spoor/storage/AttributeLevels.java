// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;

/**
 * Tests of an attribute at the levels where it can stand. Of several attributes with the same key,
 * one that matches is enough.
 */
// Hot path: a search runs the tests once per span
final class AttributeLevels {
  private final SpanBatch batch;
  private final int key;
  private final WantedText.InBatch value;

  private AttributeLevels(SpanBatch batch, int key, WantedText.InBatch value) {
    this.batch = batch;
    this.key = key;
    this.value = value;
  }

  /** An attribute of the span itself. */
  static AttributeCondition span(String key, String text) {
    return on(key, text, levels -> levels::onSpan);
  }

  /** An attribute of the span's resource. */
  static AttributeCondition resource(String key, String text) {
    return on(
        key,
        text,
        levels -> {
          boolean[] matching = levels.scopes(false);
          return row -> matching[levels.batch.spans().scope(row)];
        });
  }

  /** An attribute of the span, its scope, its resource, or one of its events or links. */
  static AttributeCondition any(String key, String text) {
    return on(
        key,
        text,
        levels -> {
          boolean[] matching = levels.scopes(true);
          return row ->
              matching[levels.batch.spans().scope(row)]
                  || levels.onSpan(row)
                  || levels.onEvents(row)
                  || levels.onLinks(row);
        });
  }

  private interface Level {
    RowTest test(AttributeLevels levels);
  }

  private static AttributeCondition on(String key, String text, Level level) {
    WantedText wanted = new WantedText(text);
    return batch -> {
      int index = batch.strings().find(key);
      return index < 0
          ? RowTest.NEVER
          : level.test(new AttributeLevels(batch, index, wanted.on(batch)));
    };
  }

  /** By scope: whether its resource, or the scope itself if asked, has the attribute. */
  private boolean[] scopes(boolean alsoScope) {
    ScopeTable scopes = batch.scopes();
    boolean[] matching = new boolean[scopes.size()];
    for (int scope = 0; scope < matching.length; scope++) {
      matching[scope] =
          has(batch.resources().attributes(), scopes.resource(scope))
              || (alsoScope && has(scopes.attributes(), scope));
    }
    return matching;
  }

  private boolean onSpan(int row) {
    return has(batch.spans().attributes(), row);
  }

  private boolean onEvents(int row) {
    EventTable events = batch.events();
    for (int event = events.start(row); event < events.end(row); event++) {
      if (has(events.attributes(), event)) {
        return true;
      }
    }
    return false;
  }

  private boolean onLinks(int row) {
    LinkTable links = batch.links();
    for (int link = links.start(row); link < links.end(row); link++) {
      if (has(links.attributes(), link)) {
        return true;
      }
    }
    return false;
  }

  private boolean has(AttributeTable table, int owner) {
    int end = table.end(owner);
    for (int entry = table.start(owner); entry < end; entry++) {
      if (table.key(entry) == key && value.matches(table, entry)) {
        return true;
      }
    }
    return false;
  }
}
