// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.TestPorts;
import io.spoor.model.TraceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts on one folder: what was acknowledged is there again. */
class RestartIT {
  private static final int SPANS = 20;
  private static final int KILLS = 3;
  private static final String ALL = "/api/traces?service=exporter&limit=1000000&start=0";

  private static final List<String> PORTS = TestPorts.KEYS;

  @TempDir private Path folder;

  @Test
  void killedUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
    Set<TraceId> acknowledged = new HashSet<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      try (SpoorProcess spoor = start()) {
        assertThat(found(spoor)).containsAll(hex(acknowledged));
        acknowledged.addAll(killUnderLoad(spoor, kill * 1_000_000L));
      }
    }

    try (SpoorProcess spoor = start()) {
      QueryClient query = new QueryClient(spoor);
      JsonObject ledger = query.ledger();
      assertThat(ledger.getLong("replayed")).isPositive();
      assertThat(ledger.getBoolean("balances")).isTrue();
      assertThat(ledger.getJsonObject("total").getLong("stored")).isZero();
      assertThat(query.metric("spoor_ledger_replayed_spans_total"))
          .isEqualTo(ledger.getLong("replayed").doubleValue());
      assertThat(found(spoor)).containsAll(hex(acknowledged));
      for (TraceId trace : acknowledged) {
        assertThat(spansOf(query.data("/api/traces/" + trace.toHex()), 0)).isEqualTo(SPANS);
      }
    }
  }

  @Test
  void terminated_comesBackWithEverything() {
    try (SpoorProcess spoor = start();
        HttpExporters clients = exporters(spoor, 1)) {
      clients.start(1, 3);
      Awaitility.await().until(() -> clients.acknowledged.size() == 3);
      spoor.terminate();
      assertThat(spoor.exitStatus()).as(spoor.logText()).isZero();
    }

    try (SpoorProcess spoor = start()) {
      QueryClient query = new QueryClient(spoor);
      assertThat(query.ledgerTotal().getLong("received")).isZero();
      assertThat(query.metric("spoor_storage_retained_spans")).isEqualTo(3.0 * SPANS);
      assertThat(found(spoor)).hasSize(3);
    }
  }

  @Test
  void secondProcessOnTheFolder_isRefusedAndHarmsNothing() {
    try (SpoorProcess first = start();
        SpoorProcess second =
            SpoorProcess.with()
                .in(folder)
                .run(PORTS.stream().map(port -> "--set=" + port + "=0").toList())) {
      assertThat(second.exitStatus()).isEqualTo(ExitStatus.FAILED);
      assertThat(second.logText()).contains("Spoor could not start").doesNotContain("\tat ");
      assertThat(new QueryClient(first).get("admin", "/health/ready").statusCode()).isEqualTo(200);
    }
  }

  private SpoorProcess start() {
    return SpoorProcess.with().in(folder).start();
  }

  private static HttpExporters exporters(SpoorProcess spoor, long firstTrace) {
    return new HttpExporters(spoor.url("receiver.otlp.http", "/v1/traces"), firstTrace, SPANS, 20);
  }

  private static Set<TraceId> killUnderLoad(SpoorProcess spoor, long firstTrace)
      throws InterruptedException {
    try (HttpExporters clients = exporters(spoor, firstTrace)) {
      clients.start(8);
      Awaitility.await().until(() -> clients.acknowledged.size() > 300);
      spoor.kill();
      assertThat(spoor.exitStatus()).isEqualTo(128 + 9);
      clients.stop();
      clients.await();
      assertThat(clients.unexpected).isEmpty();
      return Set.copyOf(clients.acknowledged);
    }
  }

  /** The ids of all traces that a search finds, each of which must be whole and there once. */
  private static Set<String> found(SpoorProcess spoor) {
    JsonArray traces = new QueryClient(spoor).data(ALL);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < traces.size(); i++) {
      assertThat(ids.add(traces.getJsonObject(i).getString("traceID"))).isTrue();
      assertThat(spansOf(traces, i)).isEqualTo(SPANS);
    }
    return ids;
  }

  private static int spansOf(JsonArray traces, int index) {
    return traces.getJsonObject(index).getJsonArray("spans").size();
  }

  private static Set<String> hex(Set<TraceId> ids) {
    return ids.stream().map(TraceId::toHex).collect(Collectors.toSet());
  }
}
