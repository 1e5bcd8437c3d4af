// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Records one trace by playing it through on a clock of its own. */
final class DemoTrace {
  private static final long NANOS_PER_MICRO = 1_000;

  private final RandomGenerator random;
  private final TraceId id;
  private final Map<String, String> baggage;
  private final List<DemoSpan> spans = new ArrayList<>();
  private @Nullable DemoSpan current;
  private long nowUnixNano;

  /**
   * Begins a trace without spans.
   *
   * @param baggage what travels with the request: an attribute of every span that enters a service
   */
  DemoTrace(RandomGenerator random, long startUnixNano, Map<String, String> baggage) {
    this.random = random;
    this.id = new TraceId(random.nextLong(), nextId());
    this.baggage = Map.copyOf(baggage);
    this.nowUnixNano = startUnixNano;
  }

  TraceId id() {
    return id;
  }

  /** In the order in which they began: parents before children. */
  List<DemoSpan> spans() {
    return List.copyOf(spans);
  }

  long nowUnixNano() {
    return nowUnixNano;
  }

  /** Records a span around {@code body}, below the span that is open now. */
  DemoSpan span(DemoService service, SpanKind kind, String name, Consumer<DemoSpan> body) {
    DemoSpan outer = current;
    DemoSpan span = new DemoSpan(id, nextId(), outer, service, kind, name, nowUnixNano);
    if (kind == SpanKind.SERVER || kind == SpanKind.CONSUMER) {
      span.withAll(baggage);
    }
    spans.add(span);
    current = span;
    try {
      body.accept(span);
    } catch (DemoFailure e) {
      recordFailure(span, e);
      throw e;
    } finally {
      span.end(nowUnixNano);
      current = outer;
    }
    return span;
  }

  /** Lets from {@code minMicros} to ten times as much time pass, most often little. */
  void work(long minMicros) {
    double factor = Math.exp(random.nextDouble() * Math.log(10));
    nowUnixNano += (long) (minMicros * factor * NANOS_PER_MICRO);
  }

  /** Plays the branches as if they began together, and goes on when the longest has ended. */
  void inParallel(Runnable... branches) {
    long start = nowUnixNano;
    long end = start;
    for (Runnable branch : branches) {
      nowUnixNano = start;
      branch.run();
      end = Math.max(end, nowUnixNano);
    }
    nowUnixNano = end;
  }

  /** Adds an event to the span that is open now. */
  void event(String name, Map<String, Object> attributes) {
    if (current != null) {
      current.event(name, nowUnixNano, attributes);
    }
  }

  private void recordFailure(DemoSpan span, DemoFailure failure) {
    span.fail(failure.text());
    span.with("error.type", failure.type());
    if (failure.isNewTo(span.service())) {
      Map<String, Object> exception = new LinkedHashMap<>();
      exception.put("exception.type", failure.type());
      exception.put("exception.message", failure.text());
      exception.put("exception.stacktrace", stackTrace(span, failure));
      span.event("exception", nowUnixNano, exception);
    }
  }

  private static String stackTrace(DemoSpan span, DemoFailure failure) {
    String service = span.service().serviceName();
    return failure.type()
        + ": "
        + failure.text()
        + "\n\tat "
        + service
        + ".handle("
        + service
        + ":42)\n\tat "
        + service
        + ".main("
        + service
        + ":7)";
  }

  private long nextId() {
    return random.nextLong() | 1; // never 0, which would be invalid
  }
}
