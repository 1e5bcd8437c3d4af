// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.storage.NaiveSpan.Attribute;
import io.spoor.storage.NaiveSpan.Details;
import io.spoor.storage.NaiveSpan.Times;
import io.spoor.storage.NaiveSpan.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Random batches in which names, ids, times and values meet again and again, so that searches find
 * something, starts tie, traces join, parents are there, and spans come twice.
 */
public final class RandomTraces {
  static final List<String> SERVICES = List.of("a", "b", "c", "", "sérvice");
  static final List<String> NAMES = List.of("GET /", "POST /", "", "öp", "x");
  static final List<String> KEYS = List.of("k", "l", "error", "http.status", "ключ");
  static final List<String> SCOPES = List.of("", "http", "grpc");
  static final long[] STARTS = {0, 1, 1_000, Long.MAX_VALUE, Long.MIN_VALUE, -1};
  static final long[] DURATIONS = {0, 1, -1, 1_000, Long.MAX_VALUE, Long.MIN_VALUE};

  private final Random random;
  private final NaiveStore model = new NaiveStore();
  private final List<NaiveSpan> all = new ArrayList<>();

  /** Draws from this generator. */
  public RandomTraces(Random random) {
    this.random = random;
  }

  /** What a store holds that was given every batch so far. */
  NaiveStore model() {
    return model;
  }

  /** A batch of 1 to {@code most} spans. */
  public SpanBatch batch(int most) {
    List<NaiveSpan> spans = new ArrayList<>();
    @Nullable Where where = null;
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      where = where == null || random.nextInt(4) == 0 ? where() : where;
      spans.add(!all.isEmpty() && random.nextInt(10) == 0 ? pick(all) : span(where));
    }
    all.addAll(spans);
    model.add(spans);
    return NaiveSpan.batch(spans);
  }

  private NaiveSpan span(Where where) {
    return new NaiveSpan(
        traceId(),
        1L + random.nextInt(12),
        random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(12),
        pick(NAMES),
        where,
        new Times(start(), duration()),
        details());
  }

  private TraceId traceId() {
    long high = random.nextInt(3) - 1L;
    long low = random.nextInt(40) - 20L;
    return high == 0 && low == 0 ? new TraceId(0, 20) : new TraceId(high, low);
  }

  private Where where() {
    return new Where(
        random.nextInt(8) == 0 ? null : pick(SERVICES),
        attributes(2),
        pick(SCOPES),
        pick(SCOPES),
        attributes(1));
  }

  /** One of a few hundred near each other, or one that nobody expects. */
  long start() {
    return random.nextInt(8) == 0
        ? STARTS[random.nextInt(STARTS.length)]
        : 1_000_000L + random.nextInt(300);
  }

  /** One of a few hundred near each other, or one that nobody expects. */
  long duration() {
    return random.nextInt(8) == 0
        ? DURATIONS[random.nextInt(DURATIONS.length)]
        : random.nextInt(300) - 10L;
  }

  private Details details() {
    return new Details(
        SpanKind.of(random.nextInt(6)),
        StatusCode.of(random.nextInt(3)),
        attributes(3),
        several(2, () -> attributes(2)),
        several(1, () -> attributes(1)));
  }

  private List<Attribute> attributes(int most) {
    return several(most, () -> new Attribute(pick(KEYS), pick(NaiveValue.ALL)));
  }

  private <T> List<T> several(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
