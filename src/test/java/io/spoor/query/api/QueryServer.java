// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.bus.BusCodecs;
import io.spoor.config.ConfigSection;
import io.spoor.config.QueryHttpConfig;
import io.spoor.query.QueryVerticle;
import io.spoor.telemetry.ApiMetrics;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.Readiness;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query port over a fake query service, on a free port of the loopback. */
final class QueryServer implements AutoCloseable {
  /** What the server takes for now. */
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  final FakeQueryService service = new FakeQueryService();
  final Ledger ledger = new Ledger(Clock.fixed(NOW, ZoneOffset.UTC));
  final Readiness readiness = new Readiness();
  final ApiMetrics metrics = new ApiMetrics(new SimpleMeterRegistry());
  final Vertx vertx = Vertx.vertx();
  private final QueryHttpVerticle verticle;

  /** Serves the fake query service. */
  QueryServer(Map<String, String> settings) throws Exception {
    this(settings, null);
  }

  /** Serves what is given instead of the fake. */
  QueryServer(Map<String, String> settings, @Nullable Function<Vertx, QueryVerticle> real)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("port", "0");
    QueryHttpConfig config = ConfigSection.of(all, QueryHttpConfig::from);
    BusCodecs.register(vertx);
    if (real == null) {
      service.serve(vertx);
    } else {
      await(vertx.deployVerticle(real.apply(vertx)));
    }
    QueryHttp http =
        new QueryHttp(
            config,
            new BuildVersion("abc123", "v1.2.3", "2026-11-20T00:00:00Z"),
            ledger,
            readiness,
            metrics,
            Clock.fixed(NOW, ZoneOffset.UTC),
            QueryServer::otlp);
    verticle = new QueryHttpVerticle(http);
    await(vertx.deployVerticle(verticle, new DeploymentOptions()));
  }

  private static void otlp(RoutingContext routing) {
    routing
        .request()
        .body()
        .onSuccess(
            body ->
                routing
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"took\":" + body.length() + "}"));
  }

  int port() {
    return verticle.port();
  }

  /** Sends a GET with no header but Host and Connection. */
  RawResponse get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** Sends a request without a body, with these header lines besides Host and Connection. */
  RawResponse request(String method, String path, String... headers) throws IOException {
    String lines = Stream.of(headers).map(line -> line + "\r\n").collect(Collectors.joining());
    return send(
        method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + lines + "\r\n");
  }

  /** Sends a body as JSON, with these header lines besides those that it needs. */
  RawResponse post(String path, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String lines = Stream.of(headers).map(line -> line + "\r\n").collect(Collectors.joining());
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + lines
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n",
        bytes);
  }

  RawResponse send(String request) throws IOException {
    return send(request, new byte[0]);
  }

  /** Sends bytes as they are, and reads until the server closes. */
  RawResponse send(String request, byte[] body) throws IOException {
    try (Socket socket = connect()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(request.getBytes(StandardCharsets.UTF_8));
      bytes.write(body);
      try {
        socket.getOutputStream().write(bytes.toByteArray());
      } catch (SocketException refused) {
        // a server that does not want the rest says so and closes: its answer is there to be read
      }
      return RawResponse.parse(socket.getInputStream().readAllBytes());
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
  }
}
