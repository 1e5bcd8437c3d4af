// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random batches, without copies, for two stores that must answer alike; the first is the
 * reference.
 */
public final class MemoryComparison {
  private static final int MANY = 10_000;
  private static final double TOLERANCE = 0.05; // of two sketches within 2 % each

  private final Random random;
  private final StorageProbe reference;
  private final StorageProbe probe;
  private final Set<TraceId> traces = new HashSet<>();

  /** Draws from this generator. */
  public MemoryComparison(Random random, StorageProbe reference, StorageProbe probe) {
    this.random = random;
    this.reference = reference;
    this.probe = probe;
  }

  /** Writes a batch of up to {@code most} spans to both. */
  public void write(int most) {
    SpanBatch batch = TestSpans.random(random, 1 + random.nextInt(most));
    for (int row = 0; row < batch.size(); row++) {
      traces.add(batch.span(row).traceId());
    }
    assertThat(reference.write(batch)).isEqualTo(probe.write(batch));
  }

  /** Compares the answers to this many searches, and all lists. */
  public void compare(int searches) {
    for (int i = 0; i < searches; i++) {
      TraceQuery query = query();
      assertThat(probe.findIds(query)).as(query.toString()).isEqualTo(reference.findIds(query));
    }
    assertThat(probe.services()).isEqualTo(reference.services());
    for (String service : reference.services()) {
      @Nullable SpanKind kind = random.nextBoolean() ? null : SpanKind.of(random.nextInt(6));
      assertThat(probe.operations(service, kind)).isEqualTo(reference.operations(service, kind));
    }
    long start = start();
    long end = start + random.nextInt(1_000_000_000);
    assertThat(probe.dependencies(start, end)).isEqualTo(reference.dependencies(start, end));
    compareStats(random.nextBoolean() ? null : service(), start, end);
    compareAttributes();
  }

  private void compareStats(@Nullable String service, long start, long end) {
    OperationStatsList expected = reference.operationStats(service, start, end);
    List<OperationStats> found = probe.operationStats(service, start, end).operations();
    assertThat(counts(found)).isEqualTo(counts(expected.operations()));
    for (int i = 0; i < found.size(); i++) {
      OperationStats one = found.get(i);
      OperationStats other = expected.operations().get(i);
      compareDurations(one.durations().p50(), other.durations().p50());
      compareDurations(one.durations().p75(), other.durations().p75());
      compareDurations(one.durations().p90(), other.durations().p90());
      compareDurations(one.durations().p95(), other.durations().p95());
      compareDurations(one.durations().p99(), other.durations().p99());
    }
  }

  private static void compareDurations(long found, long expected) {
    assertThat(Math.abs(found - expected))
        .as("%s against %s", found, expected)
        .isLessThanOrEqualTo((long) (TOLERANCE * expected) + 1);
  }

  private static List<List<Object>> counts(List<OperationStats> stats) {
    return stats.stream()
        .map(
            each ->
                List.<Object>of(
                    each.service(), each.operation(), each.kind(), each.calls(), each.errors()))
        .toList();
  }

  private void compareAttributes() {
    String prefix = random.nextBoolean() ? "" : "key-";
    AttributeKeyList keys = reference.attributeKeys(prefix, MANY);
    assertThat(keys.complete()).isTrue();
    assertThat(probe.attributeKeys(prefix, MANY)).isEqualTo(keys);
    int few = 1 + random.nextInt(5);
    assertThat(probe.attributeKeys(prefix, few)).isEqualTo(reference.attributeKeys(prefix, few));
    for (String key : List.of("key-1", "key-" + random.nextInt(10), "host", "k")) {
      AttributeValueList expected = reference.attributeValues(key, "", MANY);
      AttributeValueList found = probe.attributeValues(key, "", MANY);
      assertThat(expected.complete()).isTrue();
      assertThat(expected.values()).as(key).containsAll(found.values());
      if (found.complete()) {
        assertThat(found.values()).as(key).isEqualTo(expected.values());
      }
    }
  }

  /** Compares all traces, span by span. */
  public void compareTraces() {
    List<TraceId> ids = new ArrayList<>(traces);
    ids.add(new TraceId(77, 77));
    assertThat(StorageProbe.idsOf(probe.get(ids)))
        .isEqualTo(StorageProbe.idsOf(reference.get(ids)));
    for (TraceId id : ids) {
      assertThat(probe.spans(id)).containsExactlyInAnyOrderElementsOf(reference.spans(id));
    }
  }

  private TraceQuery query() {
    TestQueries query = TestQueries.any();
    if (random.nextInt(3) == 0) {
      query.service(service());
    }
    if (random.nextInt(3) == 0) {
      query.operation("operation-" + random.nextInt(7));
    }
    if (random.nextInt(2) == 0) {
      long start = start();
      query.starts(start, start + random.nextInt(200_000_000));
    }
    if (random.nextInt(4) == 0) {
      long shortest = random.nextInt(50_000_000) - 1_000_000L;
      query.durations(shortest, shortest + random.nextInt(20_000_000));
    }
    if (random.nextInt(2) == 0) {
      addAttribute(query);
    }
    return query.limit(random.nextInt(2) == 0 ? 1_000 : 1 + random.nextInt(6)).build();
  }

  private void addAttribute(TestQueries query) {
    String[] texts =
        IntStream.range(0, 3)
            .mapToObj(i -> List.of("text-", "wörter-", "").get(i) + random.nextInt(20))
            .toArray(String[]::new);
    switch (random.nextInt(6)) {
      case 0 -> query.attribute("error", random.nextBoolean() ? "true" : "false");
      case 1 -> query.attribute("span.kind", "server");
      case 2 -> query.attribute("scope.name", "scope-" + random.nextInt(4));
      case 3 -> query.attribute("resource.host", texts[random.nextInt(3)]);
      default ->
          query.attribute(
              "key-" + random.nextInt(10),
              Stream.of(texts[random.nextInt(3)], "true", "false")
                  .skip(random.nextInt(3))
                  .findFirst()
                  .orElseThrow());
    }
  }

  private String service() {
    return "service-" + random.nextInt(6);
  }

  private long start() {
    return TestSpans.START + random.nextInt(1_000_000_000);
  }
}
