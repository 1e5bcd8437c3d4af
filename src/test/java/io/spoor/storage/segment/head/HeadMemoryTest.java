// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.Tenant;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a head says it takes, and what senders can make it take. */
class HeadMemoryTest {
  private static final int MILLION = 1_000_000;

  private final Head head = new Head();

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 512, 5_000})
  void bytes_isWhatItsObjectsTake(int batchSpans) throws IllegalAccessException {
    Random random = TestSeed.random();
    TenantHead tenant = new TenantHead();
    for (int spans = 0; spans < 10_000; spans += batchSpans) {
      tenant.add(TestSpans.random(random, batchSpans), 0);
    }
    assertThat(tenant.bytes()).isCloseTo(objectBytes(tenant), withinPercentage(5));
  }

  @Test
  void manyTenantsOfOneSpan_areAccountedFor() throws IllegalAccessException {
    TenantHead tenant = new TenantHead();
    SpanBatch single = TestSpans.single(1, 1, "s", "a");
    tenant.add(single, 0);
    head.add(Tenant.DEFAULT, single, 0, 0);
    head.add(new Tenant("other"), single, 1, 0);

    assertThat(head.bytes()).isEqualTo(2 * tenant.bytes()).isLessThan(8_000);
    assertThat(tenant.bytes()).isCloseTo(objectBytes(tenant), withinPercentage(10));
  }

  /** Adds up every object that can be reached, as HotSpot lays them out below 32 GiB. */
  private static long objectBytes(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>();
    long bytes = 0;
    seen.add(root);
    left.add(root);
    while (!left.isEmpty()) {
      Object object = left.remove();
      bytes += object.getClass().isArray() ? array(object, seen, left) : fields(object, seen, left);
    }
    return bytes;
  }

  private static long array(Object array, Set<Object> seen, Deque<Object> left) {
    int length = Array.getLength(array);
    if (array instanceof Object[] objects) {
      for (Object element : objects) {
        if (element != null && seen.add(element)) {
          left.add(element);
        }
      }
    }
    return aligned(16 + (long) length * width(array.getClass().getComponentType()));
  }

  private static long fields(Object object, Set<Object> seen, Deque<Object> left)
      throws IllegalAccessException {
    long bytes = 12;
    for (Field field : object.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      bytes += width(field.getType());
      if (!field.getType().isPrimitive()) {
        field.setAccessible(true);
        Object value = field.get(object);
        if (value != null && seen.add(value)) {
          left.add(value);
        }
      }
    }
    return aligned(bytes);
  }

  private static int width(Class<?> type) {
    if (type == byte.class || type == boolean.class) {
      return 1;
    }
    return type == long.class ? 8 : 4;
  }

  private static long aligned(long bytes) {
    return bytes + 7 & -8;
  }

  @Test
  void aMillionSpansOfOneTraceAndOneSpanId_areKeptInLinearTime() {
    for (int from = 0; from < MILLION; from += 10_000) {
      SpanBatchBuilder batch = new SpanBatchBuilder().reset();
      int scope = batch.endScope(batch.endResource(0, 0), 0, 0, 0, 0);
      for (int i = from; i < from + 10_000; i++) {
        batch.span().traceId(0, 1);
        batch.span().spanId(1);
        batch.span().startTimeUnixNano(MILLION - i);
        batch.endSpan(scope);
      }
      assertThat(head.add(Tenant.DEFAULT, batch.build(), from, 0)).isEqualTo(10_000);
    }
    HeadSnapshot snapshot = head.snapshot(Tenant.DEFAULT);
    assertThat(snapshot.trace(0, 1).rows()).hasSize(MILLION);
    int[] last = new int[2];
    snapshot.forEachTrace(
        (high, low, batches, rows, count) -> {
          assertThat(count).isEqualTo(MILLION);
          last[0] = batches[0];
          last[1] = rows[0];
        });
    assertThat(last).as("the earliest came last").containsExactly(99, 9_999);
    assertIndexBytes(snapshot, 30);
  }

  @Test
  void aMillionTracesInOneBatch_takeFewBytesMore() {
    SpanBatchBuilder batch = new SpanBatchBuilder().reset();
    int scope = batch.endScope(batch.endResource(0, 0), 0, 0, 0, 0);
    for (int i = 0; i < MILLION; i++) {
      batch.span().traceId(i, 1);
      batch.span().spanId(1);
      batch.endSpan(scope);
    }
    head.add(Tenant.DEFAULT, batch.build(), 0, 0);

    HeadSnapshot snapshot = head.snapshot(Tenant.DEFAULT);
    assertThat(snapshot.traces()).isEqualTo(MILLION);
    assertThat(snapshot.trace(MILLION / 2, 1).rows()).containsExactly(MILLION / 2);
    long[] next = {0};
    snapshot.forEachTrace(
        (high, low, batches, rows, count) -> {
          if (high != next[0]++) {
            throw new AssertionError(high + " instead of " + (next[0] - 1));
          }
        });
    assertThat(next[0]).isEqualTo(MILLION);
    assertIndexBytes(snapshot, 80);
  }

  @Test
  void spansMadeToShareTheirHash_areKeptWithoutComparingEachToEach() {
    int alike = 50_000;
    SpanBatchBuilder batch = new SpanBatchBuilder().reset();
    int scope = batch.endScope(batch.endResource(0, 0), 0, 0, 0, 0);
    for (int i = 0; i < alike; i++) {
      batch.span().traceId(0, 1);
      batch.span().spanId(1);
      batch.event().end(1, 0, i); // no hash covers the dropped attributes of an event
      batch.endSpan(scope);
    }
    SpanBatch spans = batch.build();
    assertThat(head.add(Tenant.DEFAULT, spans, 0, 0)).isEqualTo(alike);

    int known = CopyTable.MOST_ALIKE;
    assertThat(head.add(Tenant.DEFAULT, spans, 1, 0)).isEqualTo(alike - known);
  }

  private void assertIndexBytes(HeadSnapshot snapshot, int mostPerSpan) {
    long batches = snapshot.batches().stream().mapToLong(b -> b.batch().bytes()).sum();
    assertThat((head.bytes() - batches) / snapshot.spans()).isLessThan(mostPerSpan);
  }
}
