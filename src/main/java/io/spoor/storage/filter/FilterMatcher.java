// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.SpanBatch;
import io.spoor.model.filter.SpanFilter;

/**
 * Decides whether a span fulfils a filter (docs/query.md). Made once a query, then bound to each
 * batch with {@link #on}. Immutable and thread-safe.
 */
public final class FilterMatcher {
  private final Condition condition;

  private FilterMatcher(Condition condition) {
    this.condition = condition;
  }

  /**
   * The matcher of a filter.
   *
   * @throws IllegalArgumentException when a pattern cannot be read
   */
  public static FilterMatcher of(SpanFilter filter) {
    return new FilterMatcher(FilterCompiler.compile(filter));
  }

  /** Binds the filter to a batch: every name, key and text is looked up once, here. */
  public Bound on(SpanBatch batch) {
    return new Bound(condition.on(batch));
  }

  /** A filter, bound to one batch. Thread-safe. */
  // Hot path: a search runs it once per span that fulfils the other conditions
  public static final class Bound {
    private final SpanTest test;

    private Bound(SpanTest test) {
      this.test = test;
    }

    /** False when it is known without a look at the rows that none matches. */
    public boolean isPossible() {
      return test != SpanTest.NEVER;
    }

    /** Whether the span in this row fulfils the filter. */
    public boolean matches(int row) {
      return test.matches(row, SpanTest.ALL, SpanTest.ALL);
    }
  }
}
