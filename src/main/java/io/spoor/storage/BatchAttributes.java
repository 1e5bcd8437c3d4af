// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import java.util.function.IntPredicate;

/**
 * Visits the attributes of some rows of a batch, on all levels; those of a scope and of a resource
 * once, however many of the rows have them.
 */
final class BatchAttributes {
  private final SpanBatch batch;
  private final Visitor visitor;

  /** Is shown attributes. */
  interface Visitor {
    void visit(AttributeLevel level, AttributeTable table, int entry);
  }

  BatchAttributes(SpanBatch batch, Visitor visitor) {
    this.batch = batch;
    this.visitor = visitor;
  }

  void visit(IntPredicate rows) {
    boolean[] scopes = new boolean[batch.scopes().size()];
    for (int row = 0; row < batch.size(); row++) {
      if (rows.test(row)) {
        scopes[batch.spans().scope(row)] = true;
        owner(AttributeLevel.SPAN, batch.spans().attributes(), row);
        events(row);
        links(row);
      }
    }
    visitScopes(scopes);
  }

  private void events(int row) {
    EventTable events = batch.events();
    for (int event = events.start(row); event < events.end(row); event++) {
      owner(AttributeLevel.EVENT, events.attributes(), event);
    }
  }

  private void links(int row) {
    LinkTable links = batch.links();
    for (int link = links.start(row); link < links.end(row); link++) {
      owner(AttributeLevel.LINK, links.attributes(), link);
    }
  }

  private void visitScopes(boolean[] wanted) {
    ScopeTable scopes = batch.scopes();
    boolean[] seen = new boolean[batch.resources().size()];
    for (int scope = 0; scope < wanted.length; scope++) {
      if (wanted[scope]) {
        owner(AttributeLevel.SCOPE, scopes.attributes(), scope);
        int resource = scopes.resource(scope);
        if (!seen[resource]) {
          seen[resource] = true;
          owner(AttributeLevel.RESOURCE, batch.resources().attributes(), resource);
        }
      }
    }
  }

  private void owner(AttributeLevel level, AttributeTable table, int owner) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      visitor.visit(level, table, entry);
    }
  }
}
