// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.Dependency;
import io.spoor.model.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DependencyCounterTest {
  private final DependencyCounter counter = new DependencyCounter(0, -1);

  private record Span(long spanId, long parentSpanId, SpanKind kind, String service) {}

  private record Spans(List<Span> spans) implements TraceColumns {
    @Override
    public int size() {
      return spans.size();
    }

    @Override
    public long spanId(int span) {
      return spans.get(span).spanId();
    }

    @Override
    public long parentSpanId(int span) {
      return spans.get(span).parentSpanId();
    }

    @Override
    public long startTimeUnixNano(int span) {
      return 1;
    }

    @Override
    public SpanKind kind(int span) {
      return spans.get(span).kind();
    }

    @Override
    public String serviceName(int span) {
      return spans.get(span).service();
    }
  }

  private void add(List<Span> spans) {
    counter.add(new Spans(spans));
  }

  private static Span span(long id, long parent, String service) {
    return new Span(id, parent, SpanKind.INTERNAL, service);
  }

  @Test
  void tracesOfEverySize_doNotDisturbEachOther() {
    for (int size : new int[] {3, 5_000, 2, 64, 65, 200, 1}) {
      List<Span> trace = new ArrayList<>(List.of(span(1, 0, "root" + size)));
      IntStream.range(1, size).forEach(i -> trace.add(span(1 + i, i, "child" + size)));
      add(trace);
    }
    add(List.of(span(9, 5, "orphan")));

    assertThat(counter.dependencies())
        .containsExactly(
            new Dependency("child200", "child200", 198),
            new Dependency("child3", "child3", 1),
            new Dependency("child5000", "child5000", 4_998),
            new Dependency("child64", "child64", 62),
            new Dependency("child65", "child65", 63),
            new Dependency("root2", "child2", 1),
            new Dependency("root200", "child200", 1),
            new Dependency("root3", "child3", 1),
            new Dependency("root5000", "child5000", 1),
            new Dependency("root64", "child64", 1),
            new Dependency("root65", "child65", 1));
  }

  @Test
  void spansThatShareAnIdOnPurpose_areCountedInNoTime() {
    List<Span> trace = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      trace.add(new Span(7, 7, i % 2 == 0 ? SpanKind.SERVER : SpanKind.CLIENT, "s" + i % 3));
    }

    add(trace); // quadratic, it would take minutes

    assertThat(counter.dependencies().stream().mapToLong(Dependency::callCount).sum())
        .isEqualTo(200_000);
    assertThat(counter.dependencies()).allSatisfy(d -> assertThat(d.parent()).isEqualTo("s0"));
  }
}
