// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static io.spoor.admin.AdminServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spoor.config.AdminConfig;
import io.spoor.config.TlsConfig;
import io.spoor.telemetry.Exposition;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerHistory;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminVerticleTest {
  private AdminServer server;

  @BeforeEach
  void open() throws Exception {
    server = AdminServer.open();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void metrics_areValidText() throws Exception {
    HttpResponse<String> response = server.get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    Exposition text = Exposition.parse(response.body());
    assertThat(text.sum("jvm_memory_used_bytes", "area", "heap")).isPositive();
    assertThat(text.sum("process_resident_memory_bytes")).isGreaterThan(1 << 20);
    assertThat(text.sum("otelcol_process_cpu_seconds_total")).isPositive();
    assertThat(text.sum("spoor_build_info")).isEqualTo(1);
  }

  @Test
  void metrics_areOpenMetricsWhenAsked() throws Exception {
    HttpResponse<String> response =
        server.get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");

    assertThat(response.headers().firstValue("content-type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(response.body()).endsWith("# EOF\n").contains("# TYPE spoor_build info\n");
  }

  @Test
  void metrics_showTheLedgerUnderOurNamesAndJaegers() throws Exception {
    moveSomeSpans();

    Exposition text = Exposition.parse(server.get("/metrics").body());

    assertThat(text.sum("spoor_ledger_received_spans_total", "receiver", "otlp_grpc"))
        .isEqualTo(10);
    assertThat(text.sum("spoor_ledger_spans_total", "fate", "stored")).isEqualTo(5);
    assertThat(
            text.sum(
                "spoor_ledger_unstored_spans_total", "fate", "refused", "reason", "queue_full"))
        .isEqualTo(2);
    assertThat(text.sum("spoor_ledger_inflight_spans")).isEqualTo(2);
    assertThat(
            text.sum(
                "otelcol_receiver_accepted_spans_total", "receiver", "otlp", "transport", "grpc"))
        .isEqualTo(5);
    assertThat(text.sum("otelcol_receiver_refused_spans_total", "transport", "grpc")).isEqualTo(3);
    assertThat(text.sum("otelcol_exporter_sent_spans_total")).isEqualTo(5);
    assertThat(text.sum("otelcol_exporter_send_failed_spans_total")).isEqualTo(1);
  }

  @Test
  void metricsPort_hasMetricsAndNothingElse() throws Exception {
    int port = server.verticle.metricsPort();

    Exposition text = Exposition.parse(server.get(port, "/metrics").body());

    assertThat(text.types()).containsKey("otelcol_process_uptime_seconds_total");
    assertThat(server.get(port, "/ledger").statusCode()).isEqualTo(404);
    assertThat(server.get(port, "/").statusCode()).isEqualTo(404);
  }

  @Test
  void scrapesThatComeAtOnce_areAllAnswered() throws Exception {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 2 * MetricsRoute.MAX_WAITING; i++) {
      Socket client = AdminServer.connect(server.verticle.port());
      clients.add(client);
    }
    byte[] request =
        "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
    for (Socket client : clients) {
      client.getOutputStream().write(request);
    }

    for (Socket client : clients) {
      String answer = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).matches("(?s)HTTP/1.1 (200 OK|503 Service Unavailable)\r\n.*");
      client.close();
    }
    assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void eventLoops_areMeasured() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        Exposition.parse(server.get("/metrics").body())
                            .sum("spoor_eventloop_lag_seconds_count"))
                    .isPositive());
  }

  @Test
  void ledger_isServedAsOneSnapshot() throws Exception {
    moveSomeSpans();

    JsonObject body = json(server.get("/ledger"), 200);

    assertThat(body.getBoolean("balances")).isTrue();
    assertThat(body.getString("takenAt")).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(body.getJsonArray("accounts").getJsonObject(0).encode())
        .isEqualTo(
            """
            {"receiver":"otlp_grpc","tenant":"default","received":10,"stored":5,"dropped":0,\
            "rejected":1,"refused":2,"failed":0,"inFlight":2,"deduplicated":1,\
            "reasons":{"rejected":{"storage_rejected":1},"refused":{"queue_full":2}}}""");
    assertThat(body.getJsonObject("total").getLong("received")).isEqualTo(10);
  }

  @Test
  void ledgerHistory_givesTheLastMinutes() throws Exception {
    Ledger.Account account = server.ledger.account(LedgerReceiver.OTLP_HTTP, "default");
    for (int i = 0; i < 20; i++) {
      account.received(1);
      server.ledger.recordHistory();
      server.clock.advance(LedgerHistory.STEP);
    }

    JsonObject body = json(server.get("/ledger/history?minutes=2"), 200);

    assertThat(body.getInteger("stepSeconds")).isEqualTo(10);
    assertThat(body.getJsonArray("points")).hasSize(12);
    JsonObject newest = body.getJsonArray("points").getJsonObject(11);
    assertThat(newest.getString("at")).isEqualTo("2026-11-20T12:03:10Z");
    assertThat(newest.getJsonObject("total").getLong("received")).isEqualTo(20);
    assertThat(newest.getJsonObject("receivers").getJsonObject("otlp_http").getLong("inFlight"))
        .isEqualTo(20);
    assertThat(json(server.get("/ledger/history"), 200).getJsonArray("points")).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "-1", "x", "", "1e1", "99999999999999999999"})
  void ledgerHistory_rejectsOtherMinutes(String minutes) throws Exception {
    JsonObject body = json(server.get("/ledger/history?minutes=" + minutes), 400);

    assertThat(body.getString("error"))
        .isEqualTo("minutes must be from 1 to 60, was '" + minutes + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/health", "/metric", "/ledger/x", "/%00", "/../x"})
  void unknownPath_is404(String path) throws Exception {
    String answer =
        AdminServer.raw(
            server.verticle.port(),
            "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("no such path\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"})
  void otherMethods_are405(String method) throws Exception {
    for (String path : List.of("/", "/health/ready", "/metrics", "/ledger")) {
      HttpResponse<String> response = server.send(method, server.verticle.port(), path);
      assertThat(response.statusCode()).as(path).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    }
    assertThat(server.send(method, server.verticle.statusPort(), "/status").statusCode())
        .isEqualTo(405);
  }

  @Test
  void head_isAnsweredWithoutBody() throws Exception {
    HttpResponse<String> response = server.send("HEAD", server.verticle.port(), "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void headersAboveTheLimit_areRefused() throws Exception {
    String answer =
        AdminServer.raw(
            server.verticle.port(),
            "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void requestLineAboveTheLimit_isRefused() throws Exception {
    String answer =
        AdminServer.raw(
            server.verticle.port(), "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1.[01] 414 .*");
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsAboveTheLimit_areClosed() throws Exception {
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < AdminServerOptions.MAX_CONNECTIONS; i++) {
      idle.add(AdminServer.connect(server.verticle.port()));
    }
    try (Socket tooMany = AdminServer.connect(server.verticle.port())) {
      assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
    }

    for (Socket socket : idle) {
      socket.close();
    }
  }

  @Test
  void portsThatAreOff_areNotOpened() throws Exception {
    AdminConfig config =
        new AdminConfig("127.0.0.1", 0, AdminConfig.OFF, AdminConfig.OFF, TlsConfig.NONE);
    try (AdminServer one = AdminServer.open(config)) {
      assertThat(one.verticle.port()).isPositive();
      assertThat(one.verticle.statusPort()).isEqualTo(AdminConfig.OFF);
      assertThat(one.verticle.metricsPort()).isEqualTo(AdminConfig.OFF);
      assertThat(one.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void portThatIsTaken_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      AdminConfig config = new AdminConfig("127.0.0.1", 0, 0, taken.getLocalPort(), TlsConfig.NONE);
      assertThatThrownBy(() -> AdminServer.open(config))
          .hasMessageContaining("admin.metricsPort")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void stop_closesThePorts() throws Exception {
    AdminServer other = AdminServer.open();
    int port = other.verticle.port();
    other.close();

    assertThatThrownBy(() -> AdminServer.connect(port).close())
        .isInstanceOf(ConnectException.class);
  }

  private void moveSomeSpans() {
    Ledger.Account account = server.ledger.account(LedgerReceiver.OTLP_GRPC, "default");
    account.received(10);
    account.settled(5, 1, 0, 1);
    account.refused(2, LedgerReason.QUEUE_FULL);
  }
}
