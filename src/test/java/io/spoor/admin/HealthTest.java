// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static io.spoor.admin.AdminServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private AdminServer server;
  private volatile Optional<String> full = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    server = AdminServer.open();
    server.readiness.register("admission", () -> full);
    server.readiness.register("writer", Optional::empty);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void live_isOkInEveryPhase() throws Exception {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    server.readiness.started();
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    server.readiness.draining();
    assertThat(json(server.get("/health/live"), 200).getString("status")).isEqualTo("alive");
  }

  @Test
  void ready_saysNoWhileStarting() throws Exception {
    assertThat(server.get("/health/ready").body())
        .isEqualTo(
            """
            {"ready":false,"phase":"starting","reasons":["process: starting"],"warnings":[],"components":[\
            {"name":"admission","ready":true},{"name":"writer","ready":true}]}""");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void ready_saysYesOnceStarted() throws Exception {
    server.readiness.started();

    JsonObject body = json(server.get("/health/ready"), 200);

    assertThat(body.getBoolean("ready")).isTrue();
    assertThat(body.getString("phase")).isEqualTo("running");
    assertThat(body.getJsonArray("reasons")).isEmpty();
  }

  @Test
  void ready_tellsWarningsAndIsReadyAllTheSame() throws Exception {
    server.readiness.started();
    server.readiness.warn("storage.type is memory: a restart loses all spans");

    assertThat(json(server.get("/health/ready"), 200).getJsonArray("warnings"))
        .containsExactly("storage.type is memory: a restart loses all spans");
  }

  @Test
  void ready_saysWhichComponentIsFullAndRecovers() throws Exception {
    server.readiness.started();
    full = Optional.of("60 of 64 MiB in flight");

    JsonObject body = json(server.get("/health/ready"), 503);

    assertThat(body.getJsonArray("reasons")).containsExactly("admission: 60 of 64 MiB in flight");
    assertThat(body.getJsonArray("components").getJsonObject(0).getString("reason"))
        .isEqualTo("60 of 64 MiB in flight");
    full = Optional.empty();
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void ready_saysNoWhileDraining() throws Exception {
    server.readiness.started();
    server.readiness.draining();
    server.readiness.started(); // too late

    assertThat(json(server.get("/health/ready"), 503).getJsonArray("reasons"))
        .containsExactly("process: draining");
  }

  @Test
  void ready_countsACheckThatThrowsAsUnready() throws Exception {
    server.readiness.started();
    server.readiness.register(
        "storage",
        () -> {
          throw new IllegalStateException("gone");
        });

    assertThat(json(server.get("/health/ready"), 503).getJsonArray("reasons"))
        .containsExactly("storage: check failed: java.lang.IllegalStateException: gone");
    assertThat(server.readiness.ready()).isFalse();
  }

  @Test
  void jaegerOne_answersAsJaegerDoesWhileNotAvailable() throws Exception {
    HttpResponse<String> response = server.get("/");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .isEqualTo(
            """
            {"status":"Server not available","upSince":"0001-01-01T00:00:00Z","uptime":""}""");
  }

  @Test
  void jaegerOne_answersAsJaegerDoesOnceAvailable() throws Exception {
    server.clock.advance(Duration.ofSeconds(3));
    server.readiness.started();
    server.clock.advance(Duration.ofMillis(3_723_500));

    HttpResponse<String> response = server.get("/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            """
            {"status":"Server available","upSince":"2026-11-20T12:00:03Z","uptime":"1h2m3.5s"}""");
  }

  @Test
  void jaegerOne_staysAvailableWhileFull_soThatNobodyRestartsUs() throws Exception {
    server.readiness.started();
    full = Optional.of("full");

    assertThat(server.get("/").statusCode()).isEqualTo(200);
    server.readiness.draining();
    assertThat(server.get("/").statusCode()).isEqualTo(503);
  }

  @Test
  void jaegerTwo_saysStartingOkAndStopping() throws Exception {
    int port = server.verticle.statusPort();

    assertThat(server.get(port, "/status").body())
        .isEqualTo(
            """
            {"start_time":"2026-11-20T12:00:00Z","healthy":true,"status":"StatusStarting",\
            "status_time":"2026-11-20T12:00:00Z"}""");
    assertThat(server.get(port, "/status").statusCode()).isEqualTo(503);

    server.clock.advance(Duration.ofSeconds(1));
    server.readiness.started();
    assertThat(json(server.get(port, "/status"), 200))
        .isEqualTo(
            new JsonObject()
                .put("start_time", "2026-11-20T12:00:00Z")
                .put("healthy", true)
                .put("status", "StatusOK")
                .put("status_time", "2026-11-20T12:00:01Z"));

    server.readiness.draining();
    assertThat(json(server.get(port, "/status"), 503).getString("status"))
        .isEqualTo("StatusStopping");
  }

  @Test
  void jaegerTwo_saysRecoverableErrorWith200WhileFull() throws Exception {
    server.readiness.started();
    full = Optional.of("no room");

    JsonObject body = json(server.get(server.verticle.statusPort(), "/status?verbose"), 200);

    assertThat(body.getString("status")).isEqualTo("StatusRecoverableError");
    assertThat(body.getString("error")).isEqualTo("no room");
    JsonObject pipeline = body.getJsonObject("components").getJsonObject("pipeline:traces");
    assertThat(pipeline.getString("status")).isEqualTo("StatusRecoverableError");
    JsonObject components = pipeline.getJsonObject("components");
    assertThat(components.getJsonObject("admission").getString("error")).isEqualTo("no room");
    assertThat(components.getJsonObject("writer").getString("status")).isEqualTo("StatusOK");
  }

  @Test
  void jaegerTwo_knowsThePipelineOfTracesOnly() throws Exception {
    int port = server.verticle.statusPort();
    server.readiness.started();

    assertThat(server.get(port, "/status?pipeline=metrics").statusCode()).isEqualTo(404);
    assertThat(json(server.get(port, "/status?pipeline=traces"), 200).containsKey("components"))
        .isFalse();
    assertThat(
            json(server.get(port, "/status?pipeline=traces&verbose=true"), 200)
                .getJsonObject("components")
                .fieldNames())
        .containsExactly("admission", "writer");
    assertThat(json(server.get(port, "/status?verbose=false"), 200).containsKey("components"))
        .isFalse();
  }
}
