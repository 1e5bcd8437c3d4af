// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.model.TraceId;
import io.spoor.receiver.jaeger.AgentMessages;
import io.spoor.receiver.jaeger.AgentMessages.Protocol;
import io.vertx.core.json.JsonObject;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent process in front of a collector process, both real. */
class AgentIT {
  private static final int SPANS = 2;
  private static final String ALL = "/api/traces?service=exporter&limit=1000000&start=0";

  @TempDir private Path collectorFolder;
  @TempDir private Path agentFolder;

  private int collectorPort; // once known, of every collector of the test

  private SpoorProcess collector() {
    List<String> settings = new ArrayList<>();
    if (collectorPort != 0) {
      settings.add("receiver.otlp.grpc.port=" + collectorPort);
    }
    SpoorProcess started =
        SpoorProcess.with(settings.toArray(String[]::new)).in(collectorFolder).start();
    collectorPort = started.port("receiver.otlp.grpc");
    return started;
  }

  private SpoorProcess agent(boolean spool, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("roles=agent");
    all.add("agent.collector.endpoints=http://127.0.0.1:" + collectorPort);
    all.add("agent.collector.timeout=2s");
    all.add("agent.spool.enabled=" + spool);
    return SpoorProcess.with(all.toArray(String[]::new)).in(agentFolder).start();
  }

  private static HttpExporters exporters(SpoorProcess agent) {
    return new HttpExporters(agent.url("receiver.otlp.http", "/v1/traces"), 1, SPANS, 20);
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static Set<String> found(SpoorProcess collector) {
    return new QueryClient(collector)
        .data(ALL).stream()
            .map(trace -> ((JsonObject) trace).getString("traceID"))
            .collect(Collectors.toSet());
  }

  private static Set<String> hex(HttpExporters clients) {
    return clients.acknowledged.stream().map(TraceId::toHex).collect(Collectors.toSet());
  }

  @Test
  void spansOfEveryDoor_reachTheCollector() throws Exception {
    try (SpoorProcess collector = collector();
        SpoorProcess agent = agent(false);
        HttpExporters clients = exporters(agent);
        DatagramSocket udp = new DatagramSocket()) {
      assertThat(agent.ports()).doesNotContainKey("query.http");
      clients.start(1, 3);
      for (Protocol protocol : Protocol.values()) {
        byte[] datagram = AgentMessages.emit(protocol, AgentMessages.batch("old", 7, 1, 10));
        String listener =
            "receiver.jaeger." + (protocol == Protocol.COMPACT ? "compact" : "binary");
        udp.send(
            new DatagramPacket(
                datagram, datagram.length, InetAddress.getLoopbackAddress(), agent.port(listener)));
      }
      eventually()
          .untilAsserted(
              () ->
                  assertThat(new QueryClient(collector).ledgerTotal().getLong("stored"))
                      .isEqualTo(3 * SPANS + 20));
      assertThat(found(collector)).containsAll(hex(clients));
      assertThat(new QueryClient(collector).data("/api/traces?service=old&start=0")).hasSize(1);
      JsonObject ledger = new QueryClient(agent).ledger();
      assertThat(ledger.getBoolean("balances")).isTrue();
      assertThat(ledger.getJsonObject("total").getLong("stored")).isEqualTo(3 * SPANS + 20);
    }
  }

  @Test
  void collectorKilledUnderLoad_losesNothingThatTheSpoolAcknowledged() throws Exception {
    Set<String> acknowledged = new HashSet<>();
    SpoorProcess first = collector();
    try (SpoorProcess agent = agent(true);
        HttpExporters clients = exporters(agent)) {
      clients.start(2);
      eventually().until(() -> new QueryClient(first).ledgerTotal().getLong("stored") > 20);
      first.kill();
      first.exitStatus();
      int before = clients.acknowledged.size();
      eventually().until(() -> clients.acknowledged.size() > before + 20); // nobody waits
      agent.kill(); // with spans that are nowhere else
      agent.exitStatus();
      clients.stop();
      acknowledged.addAll(hex(clients));
    } finally {
      first.close();
    }
    try (SpoorProcess second = collector();
        SpoorProcess agent = agent(true)) {
      eventually().untilAsserted(() -> assertThat(found(second)).containsAll(acknowledged));
      JsonObject ledger = new QueryClient(agent).ledger();
      assertThat(ledger.getLong("replayed")).isPositive();
      assertThat(ledger.getBoolean("balances")).isTrue();
      eventually()
          .untilAsserted(
              () ->
                  assertThat(new QueryClient(agent).metric("spoor_forward_spool_spans")).isZero());
      assertThat(new QueryClient(second).ledger().getBoolean("balances")).isTrue();
    }
  }

  @Test
  void withoutASpool_absenceIsARefusalAndNothingAcknowledgedIsLost() throws Exception {
    SpoorProcess first = collector();
    try (SpoorProcess agent = agent(false, "receiver.otlp.http.timeouts.request=500ms");
        HttpExporters clients = exporters(agent)) {
      clients.start(2);
      eventually().until(() -> clients.acknowledged.size() > 20);
      first.kill();
      first.exitStatus();
      eventually().until(() -> clients.refusals.get() > 0);
      try (SpoorProcess second = collector()) {
        int before = clients.acknowledged.size();
        eventually().until(() -> clients.acknowledged.size() > before + 20);
        clients.stop();
        clients.await();
        assertThat(found(second)).containsAll(hex(clients));
        assertThat(clients.unexpected).isEmpty();
        JsonObject ledger = new QueryClient(agent).ledger();
        assertThat(ledger.getBoolean("balances")).isTrue();
        assertThat(ledger.getJsonObject("total").getLong("refused")).isPositive();
        assertThat(ledger.getJsonObject("total").getLong("failed")).isZero();
      }
    } finally {
      first.close();
    }
  }
}
