// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.model.SpanBatch;
import io.spoor.telemetry.AgentMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientStatsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong now = new AtomicLong();
  private final ClientStats stats = new ClientStats(new AgentMetrics(registry), now::get);

  private static SpanBatch from(String client) {
    return TestSpans.batch()
        .resource("shop")
        .resourceAttribute("client-uuid", client)
        .span(1, 1, "buy")
        .build();
  }

  private static ClientReport report(long seqNo, long full, long large, long failed) {
    return new ClientReport(true, seqNo, true, full, large, failed);
  }

  private double count(String name, String... tags) {
    return registry.get("agent.client.stats." + name).tags(tags).counter().count();
  }

  private double clients() {
    return registry.get("agent.client.stats.connected.clients").gauge().value();
  }

  @Test
  void whatIsNewSinceTheLastReportIsCounted() {
    stats.heard(report(1, 0, 0, 0), from("a"), 0);
    stats.heard(report(4, 5, 1, 2), from("a"), 0);
    stats.heard(report(5, 7, 1, 2), from("a"), 0);
    assertThat(count("batches.received")).isEqualTo(3);
    assertThat(count("batches.sent")).isEqualTo(5);
    assertThat(count("spans.dropped", "cause", "full-queue")).isEqualTo(7);
    assertThat(count("spans.dropped", "cause", "too-large")).isEqualTo(1);
    assertThat(count("spans.dropped", "cause", "send-failure")).isEqualTo(2);
    assertThat(clients()).isEqualTo(1);
  }

  @Test
  void lateBatchSaysNothingNew() {
    stats.heard(report(9, 5, 0, 0), from("a"), 0);
    stats.heard(report(8, 4, 0, 0), from("a"), 0);
    stats.heard(report(10, 6, 0, 0), from("a"), 0);
    assertThat(count("batches.sent")).isEqualTo(10);
    assertThat(count("batches.received")).isEqualTo(3);
    assertThat(count("spans.dropped", "cause", "full-queue")).isEqualTo(6);
  }

  @Test
  void clientsThatDoNotCountAreNotKnown() {
    stats.heard(ClientReport.NONE, from("a"), 0);
    stats.heard(report(1, 0, 0, 0), TestSpans.single(1, 1, "shop", "buy"), 0);
    stats.heard(report(1, 0, 0, 0), from("x".repeat(1_000)), 0);
    assertThat(clients()).isZero();
  }

  @Test
  void clientsAreForgottenAfterATimeAndWhenThereAreTooMany() {
    for (int i = 0; i < 5_000; i++) {
      stats.heard(report(1, 0, 0, 0), from("client-" + i), 0);
    }
    assertThat(clients()).isEqualTo(4_096);
    now.addAndGet(Duration.ofHours(2).toNanos());
    stats.heard(report(1, 0, 0, 0), from("last"), 0);
    assertThat(clients()).isEqualTo(1);
  }
}
