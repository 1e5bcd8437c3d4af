// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.ConfigSection;
import io.spoor.config.SamplingHttpConfig;
import io.spoor.receiver.TestIntake;
import io.spoor.receiver.http.RawHttp;
import io.spoor.telemetry.SamplingMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingHttpTest {
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile SamplingStrategies strategies = SamplingStrategies.probabilistic(0.25);
  private int port;

  @BeforeEach
  void start() {
    SamplingHttpConfig config =
        ConfigSection.of(
            Map.of("port", "0", "timeouts.request", "300ms", "limits.maxConnections", "20"),
            SamplingHttpConfig::from);
    SamplingHttpVerticle verticle =
        new SamplingHttpVerticle(
            config, service -> strategies.strategyOf(service), new SamplingMetrics(registry));
    TestIntake.await(vertx.deployVerticle(verticle));
    port = verticle.port();
  }

  @AfterEach
  void stop() {
    TestIntake.await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "/sampling, '{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.25}}'",
    "/, '{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.25}}'",
    "/any/path, '{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.25}}'",
    "/baggageRestrictions, []"
  })
  void answersInTheFormOfThePath(String path, String json) throws Exception {
    HttpResponse<String> response = get(path + "?service=shop");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo(json);
    assertThat(count("answered")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/sampling", "/", "/sampling?service=a&service=b", "/baggageRestrictions?s=x"})
  void serviceIsGivenExactlyOnce(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("'service' parameter must be provided once\n");
    assertThat(count("invalid")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void anyMethodIsAnswered_andItsBodyIsNotRead(String method) throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/sampling?service=shop"))
              .version(version)
              .method(method, BodyPublishers.ofByteArray(new byte[100_000]))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void connectionWithAnUnreadBodyIsClosed() throws Exception {
    try (RawHttp http = new RawHttp(port)) {
      http.write(RawHttp.head("POST /sampling?service=x HTTP/1.1", "content-length: 1000000"));
      assertThat(http.readToEnd()).startsWith("HTTP/1.1 200 ").contains("samplingRate");
    }
  }

  @Test
  void failureIsToldAsJaegerDoes() throws Exception {
    strategies = service -> Future.failedFuture("no file");
    HttpResponse<String> response = get("/sampling?service=shop");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("collector error: no file\n");

    strategies =
        service -> {
          throw new IllegalStateException("fault");
        };
    assertThat(get("/sampling?service=shop").body()).isEqualTo("collector error: fault\n");
    assertThat(count("failed")).isEqualTo(2);
  }

  @Test
  void answerHasADeadline() throws Exception {
    strategies = service -> Promise.<SamplingStrategyResponse>promise().future();
    HttpResponse<String> response = get("/sampling?service=shop");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).startsWith("collector error: ");
  }

  @Test
  void serviceNameIsDecoded() throws Exception {
    strategies =
        service ->
            service.equals("café & co")
                ? SamplingStrategies.probabilistic(1).strategyOf(service)
                : Future.failedFuture(service);
    assertThat(get("/sampling?service=caf%C3%A9%20%26+co").statusCode()).isEqualTo(200);
  }

  @Test
  void bothFormsHaveAllStrategies() throws Exception {
    SamplingStrategyResponse all =
        SamplingStrategyResponse.newBuilder()
            .setStrategyType(SamplingStrategyType.RATE_LIMITING)
            .setRateLimitingSampling(
                RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(7))
            .setOperationSampling(
                PerOperationSamplingStrategies.newBuilder()
                    .setDefaultSamplingProbability(1)
                    .setDefaultLowerBoundTracesPerSecond(0.5)
                    .addPerOperationStrategies(
                        OperationSamplingStrategy.newBuilder()
                            .setOperation("GET")
                            .setProbabilisticSampling(
                                ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(0.001))))
            .build();
    strategies = service -> Future.succeededFuture(all);
    String operations =
        "\"rateLimitingSampling\":{\"maxTracesPerSecond\":7},\"operationSampling\":{"
            + "\"defaultSamplingProbability\":1,\"defaultLowerBoundTracesPerSecond\":0.5,"
            + "\"perOperationStrategies\":[{\"operation\":\"GET\","
            + "\"probabilisticSampling\":{\"samplingRate\":0.001}}]";

    assertThat(get("/sampling?service=x").body())
        .isEqualTo(
            "{\"strategyType\":\"RATE_LIMITING\","
                + operations
                + ",\"defaultUpperBoundTracesPerSecond\":0}}");
    assertThat(get("/?service=x").body()).isEqualTo("{\"strategyType\":1," + operations + "}}");
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void bothVersionsOfHttpAreServed(HttpClient.Version version) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/sampling?service=x")).version(version).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private double count(String result) {
    return registry
        .get("sampling.requests")
        .tags("transport", "http", "result", result)
        .counter()
        .count();
  }
}
