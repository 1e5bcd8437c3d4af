// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceQuery;
import io.spoor.storage.filter.FilterMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a span fulfils a query: the one reference for every backend (docs/query.md).
 *
 * <p>Made once a query, then bound to each batch with {@link #on}. Immutable and thread-safe.
 */
public final class SpanMatcher {
  private final TraceQuery query;
  private final List<AttributeCondition> conditions;

  private SpanMatcher(TraceQuery query, List<AttributeCondition> conditions) {
    this.query = query;
    this.conditions = conditions;
  }

  /**
   * The matcher of a query; the limit and the position of a page play no part.
   *
   * @throws IllegalArgumentException when a pattern of the filter cannot be read
   */
  public static SpanMatcher of(TraceQuery query) {
    List<AttributeCondition> conditions = new ArrayList<>();
    for (Map.Entry<String, String> attribute : query.attributes().entrySet()) {
      conditions.add(AttributeCondition.of(attribute.getKey(), attribute.getValue()));
    }
    if (query.filter() != null) {
      conditions.add(filter(FilterMatcher.of(query.filter())));
    }
    return new SpanMatcher(query, conditions);
  }

  private static AttributeCondition filter(FilterMatcher filter) {
    return batch -> {
      FilterMatcher.Bound bound = filter.on(batch);
      return bound.isPossible() ? bound::matches : RowTest.NEVER;
    };
  }

  /** Binds the conditions to a batch: every name, key and value is looked up once, here. */
  public BatchMatcher on(SpanBatch batch) {
    RowTest[] tests = new RowTest[conditions.size()];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = conditions.get(i).on(batch);
    }
    return new BatchMatcher(query, batch, tests);
  }
}
