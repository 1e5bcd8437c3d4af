// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.FoundSummaries;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random batches for a store, and its answers against those of the naive model. */
public final class RandomComparison {
  private final Random random;
  private final RandomTraces traces;
  private final RandomQueries queries;
  private final RandomFilters filters;
  private final NaiveStore model;

  /** Draws from this generator. */
  public RandomComparison(Random random) {
    this.random = random;
    this.traces = new RandomTraces(random);
    this.queries = new RandomQueries(random);
    this.filters = new RandomFilters(random);
    this.model = traces.model();
  }

  /** A batch of 1 to {@code most} spans, which the model has from now on. */
  public SpanBatch batch(int most) {
    return traces.batch(most);
  }

  /** Distinct spans of the model. */
  public int size() {
    return model.size();
  }

  /** Compares all answers but whole traces. */
  public void compare(StorageProbe probe) {
    compareSearches(probe);
    compareLists(probe);
  }

  private void compareSearches(StorageProbe probe) {
    for (int i = 0; i < 40; i++) {
      TraceQuery query = queries.query();
      assertThat(probe.findIds(query)).as(query.toString()).isEqualTo(model.find(query));
    }
    for (int i = 0; i < 40; i++) {
      TraceQuery query = queries.query().withFilter(filters.filter());
      assertThat(probe.findIds(query)).as(query.toString()).isEqualTo(model.find(query));
      comparePages(probe, query);
    }
  }

  /** Pages that follow one another, and one behind any position. */
  private void comparePages(StorageProbe probe, TraceQuery query) {
    List<TraceId> paged = new ArrayList<>();
    int size = 1 + random.nextInt(10);
    List<FoundSummaries.Entry> page = probe.summaries(query.withPage(size, null));
    while (!page.isEmpty()) {
      page.forEach(entry -> paged.add(entry.position().traceId()));
      page.forEach(entry -> assertThat(entry.summary()).isEqualTo(probe.summaryOf(entry)));
      page = probe.summaries(query.withPage(size, page.get(page.size() - 1).position()));
    }
    assertThat(paged).as(query.toString()).isEqualTo(model.find(query.withPage(1_000, null)));
    TraceQuery behind =
        query.withPage(
            size, new TracePosition(1_000_000L + random.nextInt(300), new TraceId(0, 3)));
    assertThat(probe.findIds(behind)).as(behind.toString()).isEqualTo(model.find(behind));
  }

  private void compareLists(StorageProbe probe) {
    assertThat(probe.services()).isEqualTo(model.services());
    for (String service : RandomTraces.SERVICES) {
      @Nullable SpanKind kind = random.nextBoolean() ? null : SpanKind.of(random.nextInt(6));
      assertThat(probe.operations(service, kind)).isEqualTo(model.operations(service, kind));
    }
    long start = 1_000_000L + random.nextInt(300);
    long end = random.nextBoolean() ? -1 : start + random.nextInt(100);
    assertThat(probe.dependencies(start, end)).isEqualTo(model.dependencies(start, end));
    compareOperationStats(probe, start, end);
    compareAttributes(probe, model.catalogue());
  }

  private void compareOperationStats(StorageProbe probe, long start, long end) {
    OperationStatsList answer = probe.operationStats(null, start, end);
    Map<String, List<Integer>> expected = model.operationCounts(start, end);
    Map<String, List<Integer>> counts =
        answer.operations().stream()
            .collect(
                Collectors.toMap(
                    stats -> stats.service() + "/" + stats.operation() + "/" + stats.kind(),
                    stats -> List.of((int) stats.calls(), (int) stats.errors())));
    if (answer.mayCountCopies()) {
      assertThat(counts.keySet()).isEqualTo(expected.keySet());
    } else {
      assertThat(counts).isEqualTo(expected);
    }
  }

  private void compareAttributes(StorageProbe probe, NaiveCatalogue catalogue) {
    AttributeKeyList keys = probe.attributeKeys("", 1_000);
    assertThat(keys.complete()).isTrue();
    assertThat(keys.keys().stream().filter(key -> !key.key().equals("service.name")))
        .containsExactlyElementsOf(catalogue.keys());
    for (String key : RandomTraces.KEYS) {
      AttributeValueList values = probe.attributeValues(key, "", 1_000);
      assertThat(catalogue.values(key)).containsAll(values.values());
      if (values.complete()) {
        assertThat(values.values()).containsExactlyElementsOf(catalogue.values(key));
      }
    }
  }

  /** Compares all traces, span by span. */
  public void compareTraces(StorageProbe probe) {
    List<TraceId> ids = model.traceIds();
    assertThat(StorageProbe.idsOf(probe.get(ids))).isEqualTo(ids);
    for (TraceId id : ids) {
      assertThat(probe.spans(id))
          .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(NaiveSpan.batch(model.get(id))));
    }
  }
}
