// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.spoor.model.TraceQuery;
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

  /** The matcher of a query; the limit plays no part. */
  public static SpanMatcher of(TraceQuery query) {
    return new SpanMatcher(
        query, query.attributes().entrySet().stream().map(SpanMatcher::condition).toList());
  }

  private static AttributeCondition condition(Map.Entry<String, String> attribute) {
    return AttributeCondition.of(attribute.getKey(), attribute.getValue());
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
