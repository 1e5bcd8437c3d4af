// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stock OpenTelemetry SDK exports, and Jaeger's HTTP API finds what it sent. */
class OtelSdkIT {
  private static SpoorProcess spoor;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.with().start();
  }

  @AfterAll
  static void stop() {
    spoor.close();
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void exportedTrace_isFoundAsItWasSent(Function<SpoorProcess, SpanExporter> exporter) {
    String service = "shop-" + System.nanoTime();
    String traceId = export(service, exporter.apply(spoor));

    QueryClient query = new QueryClient(spoor);
    JsonArray found = query.data("/api/traces?service=" + service);
    assertThat(found).hasSize(1);
    JsonObject trace = found.getJsonObject(0);
    assertThat(trace.getString("traceID")).isEqualTo(traceId);
    JsonArray spans = trace.getJsonArray("spans");
    assertThat(spans).hasSize(2);
    JsonObject root = named(spans, "GET /cart");
    JsonObject child = named(spans, "SELECT cart");
    assertThat(child.getJsonArray("references").getJsonObject(0).getString("spanID"))
        .isEqualTo(root.getString("spanID"));
    assertThat(root.getJsonArray("tags"))
        .contains(tag("http.status_code", "int64", 500), tag("span.kind", "string", "server"))
        .contains(tag("error", "bool", true));
    assertThat(child.getJsonArray("logs")).hasSize(1);
    assertThat(query.data("/api/traces/" + traceId)).hasSize(1);
    assertThat(query.data("/api/services")).contains(service);
  }

  static Stream<Named<Function<SpoorProcess, SpanExporter>>> exporters() {
    return Stream.of(
        Named.of("gRPC", process -> grpc(process, "none")),
        Named.of("gRPC with gzip", process -> grpc(process, "gzip")),
        Named.of("HTTP", process -> http(process, "none")),
        Named.of("HTTP with gzip", process -> http(process, "gzip")));
  }

  private static SpanExporter grpc(SpoorProcess process, String compression) {
    return OtlpGrpcSpanExporter.builder()
        .setEndpoint("http://127.0.0.1:" + process.port("receiver.otlp.grpc"))
        .setCompression(compression)
        .build();
  }

  private static SpanExporter http(SpoorProcess process, String compression) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(process.url("receiver.otlp.http", "/v1/traces").toString())
        .setCompression(compression)
        .build();
  }

  private static String export(String service, SpanExporter exporter) {
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service));
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      Tracer tracer = provider.get("test");
      Span root = tracer.spanBuilder("GET /cart").setSpanKind(SpanKind.SERVER).startSpan();
      try (Scope scope = root.makeCurrent()) {
        tracer
            .spanBuilder("SELECT cart")
            .setSpanKind(SpanKind.CLIENT)
            .startSpan()
            .addEvent("retry", Attributes.of(AttributeKey.longKey("attempt"), 2L))
            .end();
      }
      root.setAttribute("http.status_code", 500).setStatus(StatusCode.ERROR).end();
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
      return root.getSpanContext().getTraceId();
    }
  }

  private static JsonObject named(JsonArray spans, String operationName) {
    return spans.stream()
        .map(JsonObject.class::cast)
        .filter(span -> span.getString("operationName").equals(operationName))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject tag(String key, String type, Object value) {
    return new JsonObject().put("key", key).put("type", type).put("value", value);
  }
}
