// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spoor.TestSpans;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private @Nullable QueryServer started;

  @AfterEach
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  private QueryServer start(Map<String, String> settings) throws Exception {
    QueryServer server = new QueryServer(settings);
    started = server;
    return server;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void stop_answersWhatWasAskedBefore() throws Exception {
    QueryServer server = start(Map.of());
    try (Socket busy = server.connect();
        Socket idle = server.connect()) {
      String headers = "Host: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
      write(busy, "POST /api/otlp/v1/traces HTTP/1.1\r\n" + headers);
      byte[] goOn = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(busy.getInputStream().readNBytes(goOn.length)).isEqualTo(goOn);

      Future<Void> stopped = server.vertx.undeploy(server.vertx.deploymentIDs().iterator().next());
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(stopped.isComplete()).isFalse();
      write(busy, "{}");

      assertThat(RawResponse.parse(busy.getInputStream().readAllBytes()).status()).isEqualTo(200);
      QueryServer.await(stopped);
    }
  }

  @Test
  void deadline_is504InTheShapeOfTheApi() throws Exception {
    QueryServer server = start(Map.of("timeouts.request", "50ms"));
    server.service.gate = Promise.promise();

    assertThat(server.get("/api/services").status()).isEqualTo(504);
    assertThat(server.get("/api/services").json().at("/errors/0/msg").asText())
        .isEqualTo("request timed out");
    assertThat(server.get("/api/v3/traces/ab").json().at("/error/httpCode").asInt()).isEqualTo(504);
  }

  @Test
  void deadlineHalfWay_breaksOff() throws Exception {
    QueryServer server = start(Map.of("timeouts.request", "700ms"));
    server.service.add(
        FakeQueryService.repeated(TestSpans.shop(), new io.spoor.model.TraceId(0, 0xb16), 400_000));

    try (Socket socket = server.connect()) {
      write(socket, "GET /api/traces/b16 HTTP/1.1\r\nHost: a\r\n\r\n");
      await().atMost(30, SECONDS).until(() -> server.service.leased.get() == 1);
      await().atMost(30, SECONDS).until(() -> server.service.open.get() == 0);

      RawResponse response = RawResponse.parse(socket.getInputStream().readAllBytes());
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.complete()).isFalse();
    }
  }

  @Test
  void requestsAboveTheirBound_areRefused() throws Exception {
    QueryServer server = start(Map.of("limits.maxRequests", "2"));
    Promise<Void> gate = Promise.promise();
    server.service.gate = gate;
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Socket socket = server.connect();
      sockets.add(socket);
      write(socket, "GET /api/traces/ab HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
    await().atMost(10, SECONDS).until(() -> server.service.gets.size() == 2);

    RawResponse refused = server.get("/api/services");
    server.service.gate = null;
    gate.complete();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isEqualTo("1");
    for (Socket socket : sockets) {
      assertThat(RawResponse.parse(socket.getInputStream().readAllBytes()).status()).isEqualTo(404);
      socket.close();
    }
    assertThat(server.get("/api/services").status()).isEqualTo(200);
  }

  @Test
  void connectionsAboveTheirBound_areClosed() throws Exception {
    QueryServer server = start(Map.of("limits.maxConnections", "1"));
    try (Socket first = server.connect()) {
      write(first, "GET /api/services HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(first.getInputStream().read()).isEqualTo('H');

      try (Socket second = server.connect()) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
    }
    await().atMost(10, SECONDS).until(() -> server.get("/api/services").status() == 200);
  }

  @Test
  void connectionWithoutARequest_isClosed() throws Exception {
    QueryServer server = start(Map.of("timeouts.idle", "100ms"));
    try (Socket silent = server.connect();
        Socket kept = server.connect()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(kept.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void headThatNeverEnds_isClosedThoughBytesKeepComing() throws Exception {
    QueryServer server = start(Map.of("timeouts.idle", "300ms"));
    try (Socket trickle = server.connect()) {
      write(trickle, "GET / HTTP/1.1\r\n");
      await()
          .atMost(20, SECONDS)
          .until(
              () -> {
                try {
                  write(trickle, "x: y\r\n");
                  return false;
                } catch (IOException closed) {
                  return true;
                }
              });
    }
  }

  @Test
  void requestUnderWay_isNotIdle() throws Exception {
    QueryServer server = start(Map.of("timeouts.idle", "50ms"));
    Promise<Void> gate = Promise.promise();
    server.service.gate = gate;
    server.vertx.setTimer(400, passed -> gate.complete());

    assertThat(server.get("/api/services").status()).isEqualTo(200);
  }

  @Test
  void longUrlsAndHeaders_areRefusedUpToTheirBound() throws Exception {
    QueryServer server =
        start(Map.of("limits.maxUrlBytes", "8KiB", "limits.maxHeaderBytes", "4KiB"));

    assertThat(server.get("/api/services?x=" + "y".repeat(7000)).status()).isEqualTo(200);
    assertThat(server.get("/api/services?x=" + "y".repeat(9000)).status()).isEqualTo(414);
    assertThat(
            server
                .send("GET /api/services HTTP/1.1\r\nx: " + "y".repeat(5000) + "\r\n\r\n")
                .status())
        .isEqualTo(431);
  }

  @Test
  void brokenRequests_doNotHurtTheNextOne() throws Exception {
    QueryServer server = start(Map.of());
    for (String request :
        List.of(
            "\u0000\u0001\u0002\r\n\r\n",
            "GET\r\n\r\n",
            "GET /api/traces/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /%00%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /api/services/%zz/operations HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /api/services?%zz=%zz&&&=&tags=%7B HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
      RawResponse response = server.send(request);
      assertThat(response.status()).isIn(200, 400);
      assertThat(server.get("/api/services").status()).isEqualTo(200);
    }
  }

  @Test
  void cors_isOffUntilAnOriginIsNamed() throws Exception {
    QueryServer server = start(Map.of());
    assertThat(server.request("GET", "/api/services", "Origin: http://x").headers())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void cors_letsNamedOriginsIn() throws Exception {
    QueryServer server = start(Map.of("corsOrigins", "http://x,http://y"));
    RawResponse preflight =
        server.request(
            "OPTIONS",
            "/api/transform",
            "Origin: http://y",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type");

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-origin")).isEqualTo("http://y");
    assertThat(preflight.header("access-control-allow-headers")).isEqualTo("content-type");
    assertThat(server.request("GET", "/api/services", "Origin: http://evil").headers())
        .doesNotContainKey("access-control-allow-origin");
  }
}
