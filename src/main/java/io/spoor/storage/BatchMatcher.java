// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceQuery;
import org.jspecify.annotations.Nullable;

/**
 * A query's conditions, bound to one batch by {@link SpanMatcher#on}.
 *
 * <p>Cheap conditions are tested first, and a miss allocates nothing. Immutable and thread-safe.
 */
// Hot path: a search runs it once per span
public final class BatchMatcher {
  private static final int ANY = -1;

  private final SpanTable spans;
  private final long startMin;
  private final long startMax;
  private final long durationMin;
  private final long durationMax;
  private final int name; // string index, or ANY
  private final boolean @Nullable [] service; // by scope; null for any
  private final RowTest[] attributes;
  private final boolean possible;

  BatchMatcher(TraceQuery query, SpanBatch batch, RowTest[] attributes) {
    this.spans = batch.spans();
    this.startMin = query.startTimeMinUnixNano();
    this.startMax = query.startTimeMaxUnixNano();
    this.durationMin = query.durationMinNano();
    this.durationMax = query.durationMaxNano();
    String operationName = query.operationName();
    String serviceName = query.serviceName();
    this.name = operationName == null ? ANY : batch.strings().find(operationName);
    this.service = serviceName == null ? null : scopesOf(serviceName, batch);
    this.attributes = attributes;
    this.possible = (operationName == null || name >= 0) && isAny(service) && !isNever(attributes);
  }

  private static boolean[] scopesOf(String serviceName, SpanBatch batch) {
    ResourceTable resources = batch.resources();
    ScopeTable scopes = batch.scopes();
    int wanted = batch.strings().find(serviceName);
    boolean[] matching = new boolean[scopes.size()];
    for (int scope = 0; scope < matching.length; scope++) {
      int index = resources.serviceName(scopes.resource(scope));
      matching[scope] = Math.max(index, 0) == wanted; // index 0 is "": what no name counts as
    }
    return matching;
  }

  private static boolean isAny(boolean @Nullable [] flags) {
    if (flags == null) {
      return true;
    }
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNever(RowTest[] tests) {
    for (RowTest test : tests) {
      if (test == RowTest.NEVER) {
        return true;
      }
    }
    return false;
  }

  /** False when it is known without a look at the rows that none matches. */
  public boolean isPossible() {
    return possible;
  }

  /** Whether the span in this row fulfils every condition. */
  public boolean matches(int row) {
    return possible && matchesTimes(row) && matchesNames(row) && matchesAttributes(row);
  }

  private boolean matchesTimes(int row) {
    long start = spans.startTimeUnixNano(row);
    long duration = spans.durationNano(row);
    return Long.compareUnsigned(start, startMin) >= 0
        && Long.compareUnsigned(start, startMax) <= 0
        && duration >= durationMin
        && duration <= durationMax;
  }

  private boolean matchesNames(int row) {
    return (name == ANY || spans.name(row) == name)
        && (service == null || service[spans.scope(row)]);
  }

  private boolean matchesAttributes(int row) {
    for (RowTest test : attributes) {
      if (!test.matches(row)) {
        return false;
      }
    }
    return true;
  }
}
