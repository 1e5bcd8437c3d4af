// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.config.AdminConfig;
import io.spoor.config.TlsConfig;
import io.spoor.telemetry.AdjustableClock;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.Readiness;
import io.spoor.telemetry.SpoorRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The admin ports, open on free ports, and a client for them. */
final class AdminServer implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  final AdjustableClock clock = new AdjustableClock(START);
  final Ledger ledger = new Ledger(clock);
  final Readiness readiness = new Readiness(clock);
  final SpoorRegistry registry = new SpoorRegistry(ledger);
  final AdminVerticle verticle;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private AdminServer(AdminConfig config) {
    verticle = new AdminVerticle(config, registry, ledger, readiness, clock);
  }

  static AdminServer open() throws Exception {
    return open(new AdminConfig("127.0.0.1", 0, 0, 0, TlsConfig.NONE));
  }

  static AdminServer open(AdminConfig config) throws Exception {
    AdminServer server = new AdminServer(config);
    await(server.vertx.deployVerticle(server.verticle));
    return server;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  HttpResponse<String> get(int port, String path, String... headers) throws Exception {
    return send("GET", port, path, headers);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return get(verticle.port(), path, headers);
  }

  HttpResponse<String> send(String method, int port, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Answers what comes back to bytes that no decent client sends, until the server closes. */
  static String raw(int port, String bytes) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static JsonObject json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    return new JsonObject(response.body());
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
    registry.close();
  }
}
