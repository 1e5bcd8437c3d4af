// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.TraceQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a query down: any span of the newest 1,000 traces, unless more is said. */
public final class TestQueries {
  private @Nullable String service;
  private @Nullable String operation;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private long startMin = TraceQuery.NO_START_MIN;
  private long startMax = TraceQuery.NO_START_MAX;
  private long durationMin = TraceQuery.NO_DURATION_MIN;
  private long durationMax = TraceQuery.NO_DURATION_MAX;
  private int limit = 1_000;

  private TestQueries() {}

  /** Any span. */
  public static TestQueries any() {
    return new TestQueries();
  }

  /** Only this service. */
  public TestQueries service(@Nullable String name) {
    service = name;
    return this;
  }

  /** Only this operation. */
  public TestQueries operation(@Nullable String name) {
    operation = name;
    return this;
  }

  /** Only with this attribute too. */
  public TestQueries attribute(String key, String text) {
    attributes.put(key, text);
    return this;
  }

  /** Only starts in this range. */
  public TestQueries starts(long min, long max) {
    startMin = min;
    startMax = max;
    return this;
  }

  /** Only durations in this range. */
  public TestQueries durations(long min, long max) {
    durationMin = min;
    durationMax = max;
    return this;
  }

  /** At most so many traces. */
  public TestQueries limit(int traces) {
    limit = traces;
    return this;
  }

  /** The query. */
  public TraceQuery build() {
    return new TraceQuery(
        service,
        operation,
        attributes,
        startMin,
        startMax,
        durationMin,
        durationMax,
        limit,
        null,
        null);
  }
}
