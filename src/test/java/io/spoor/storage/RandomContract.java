// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random batches and queries, against the naive model. */
interface RandomContract extends StorageContract {

  @Test
  default void everyCall_answersAsTheNaiveModel() {
    Random random = TestSeed.random();
    RandomTraces traces = new RandomTraces(random);
    RandomQueries queries = new RandomQueries(random);
    for (int round = 0; round < 20; round++) {
      int written = 0;
      int copies = 0;
      int before = traces.model().size();
      for (int i = 0; i < 5; i++) {
        var batch = traces.batch(60);
        written += batch.size();
        copies += probe().write(batch);
      }
      assertThat(written - copies).as("new").isEqualTo(traces.model().size() - before);
      compareSearches(traces.model(), queries);
      compareLists(traces.model(), random);
    }
    compareTraces(traces.model());
  }

  private void compareSearches(NaiveStore model, RandomQueries queries) {
    for (int i = 0; i < 40; i++) {
      TraceQuery query = queries.query();
      assertThat(probe().findIds(query)).as(query.toString()).isEqualTo(model.find(query));
    }
  }

  private void compareLists(NaiveStore model, Random random) {
    assertThat(probe().services()).isEqualTo(model.services());
    for (String service : RandomTraces.SERVICES) {
      @Nullable SpanKind kind = random.nextBoolean() ? null : SpanKind.of(random.nextInt(6));
      assertThat(probe().operations(service, kind)).isEqualTo(model.operations(service, kind));
    }
    long start = 1_000_000L + random.nextInt(300);
    long end = random.nextBoolean() ? -1 : start + random.nextInt(100);
    assertThat(probe().dependencies(start, end)).isEqualTo(model.dependencies(start, end));
    compareOperationStats(model, start, end);
    compareAttributes(model.catalogue());
  }

  private void compareOperationStats(NaiveStore model, long start, long end) {
    OperationStatsList answer = probe().operationStats(null, start, end);
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

  private void compareAttributes(NaiveCatalogue model) {
    AttributeKeyList keys = probe().attributeKeys("", 1_000);
    assertThat(keys.complete()).isTrue();
    assertThat(keys.keys().stream().filter(key -> !key.key().equals("service.name")))
        .containsExactlyElementsOf(model.keys());
    for (String key : RandomTraces.KEYS) {
      AttributeValueList values = probe().attributeValues(key, "", 1_000);
      assertThat(model.values(key)).containsAll(values.values());
      if (values.complete()) {
        assertThat(values.values()).containsExactlyElementsOf(model.values(key));
      }
    }
  }

  private void compareTraces(NaiveStore model) {
    List<TraceId> ids = model.traceIds();
    assertThat(StorageProbe.idsOf(probe().get(ids))).isEqualTo(ids);
    for (TraceId id : ids) {
      assertThat(probe().spans(id))
          .containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(NaiveSpan.batch(model.get(id))));
    }
  }
}
