// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Span;
import brave.Tracing;
import brave.handler.SpanHandler;
import brave.sampler.Sampler;
import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.Encoding;
import zipkin2.reporter.SpanBytesEncoder;
import zipkin2.reporter.brave.ZipkinSpanHandler;
import zipkin2.reporter.okhttp3.OkHttpSender;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Brave and Zipkin's own reporters send in all formats, and Jaeger's HTTP API finds the trace. */
class ZipkinReportersIT {
  private static SpoorProcess spoor;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.with().start();
  }

  @AfterAll
  static void stop() {
    spoor.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of("URLConnection", "OkHttp")
        .flatMap(
            sender ->
                Stream.of(
                        SpanBytesEncoder.JSON_V2,
                        SpanBytesEncoder.PROTO3,
                        SpanBytesEncoder.JSON_V1,
                        SpanBytesEncoder.THRIFT)
                    .map(encoder -> Arguments.of(sender, encoder)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aTraceWithASharedSpanIsFoundAsItWasSent(String sender, SpanBytesEncoder encoder)
      throws Exception {
    String client = "client-" + System.nanoTime();
    String server = "server-" + System.nanoTime();
    String traceId = send(sender, encoder, client, server);

    QueryClient query = new QueryClient(spoor);
    JsonObject trace = query.data("/api/traces/" + traceId).getJsonObject(0);
    JsonArray spans = trace.getJsonArray("spans");
    assertThat(spans).hasSize(3);
    JsonObject calling = named(spans, trace, client, "get /cart");
    JsonObject serving = named(spans, trace, server, "get /cart");
    JsonObject below = named(spans, trace, server, "select");
    assertThat(serving.getString("spanID")).isNotEqualTo(calling.getString("spanID"));
    assertThat(parent(serving)).isEqualTo(calling.getString("spanID"));
    assertThat(parent(below)).isEqualTo(serving.getString("spanID"));
    assertThat(calling.getLong("duration")).isEqualTo(50_000);
    assertThat(calling.getLong("startTime")).isEqualTo(1_795_176_000_000_000L);
    assertThat(calling.getJsonArray("tags"))
        .contains(tag("span.kind", "string", "client"))
        .contains(tag("http.path", "string", "/cart"))
        .contains(tag("peer.service", "string", "backend"))
        .contains(tag("net.peer.port", "int64", 9000));
    assertThat(serving.getJsonArray("tags"))
        .contains(tag("span.kind", "string", "server"))
        .contains(tag("zipkin.shared", "bool", true))
        .contains(tag("error", "bool", true))
        .contains(tag("error.message", "string", "out of stock"));
    assertThat(below.getJsonArray("logs")).hasSize(1);
    assertThat(query.data("/api/services")).contains(client, server);
    assertThat(query.data("/api/traces?service=" + server)).hasSize(1);
  }

  private static String send(
      String sender, SpanBytesEncoder encoder, String clientName, String serverName)
      throws Exception {
    boolean v1 = encoder == SpanBytesEncoder.JSON_V1 || encoder == SpanBytesEncoder.THRIFT;
    String url =
        spoor.url("receiver.zipkin.http", v1 ? "/api/v1/spans" : "/api/v2/spans").toString();
    Encoding encoding = encoder.encoding();
    BytesMessageSender sending =
        sender.equals("OkHttp")
            ? OkHttpSender.newBuilder().endpoint(url).encoding(encoding).build()
            : URLConnectionSender.newBuilder().endpoint(url).encoding(encoding).build();
    try (sending;
        AsyncReporter<zipkin2.Span> reporter = AsyncReporter.builder(sending).build(encoder);
        Tracing client = tracing(clientName, ZipkinSpanHandler.create(reporter));
        Tracing server = tracing(serverName, ZipkinSpanHandler.create(reporter))) {
      String traceId = call(client, server);
      reporter.flush();
      return traceId;
    }
  }

  private static Tracing tracing(String service, SpanHandler handler) {
    return Tracing.newBuilder()
        .localServiceName(service)
        .sampler(Sampler.ALWAYS_SAMPLE)
        .traceId128Bit(true)
        .supportsJoin(true)
        .addSpanHandler(handler)
        .build();
  }

  private static String call(Tracing clientSide, Tracing serverSide) {
    long start = 1_795_176_000_000_000L;
    Span client = clientSide.tracer().newTrace().kind(Span.Kind.CLIENT).name("get /cart");
    client.remoteServiceName("backend").remoteIpAndPort("192.168.99.1", 9000);
    client.tag("http.path", "/cart").start(start);
    Span server = serverSide.tracer().joinSpan(client.context()).kind(Span.Kind.SERVER);
    server.name("get /cart").tag("error", "out of stock").start(start + 10_000);
    Span below = serverSide.tracer().newChild(server.context()).name("select");
    below.start(start + 15_000).annotate(start + 16_000, "retry").finish(start + 20_000);
    server.finish(start + 40_000);
    client.finish(start + 50_000);
    return client.context().traceIdString();
  }

  private static JsonObject named(JsonArray spans, JsonObject trace, String service, String name) {
    List<JsonObject> found =
        spans.stream()
            .map(JsonObject.class::cast)
            .filter(span -> span.getString("operationName").equals(name))
            .filter(span -> service(trace, span).equals(service))
            .toList();
    assertThat(found).as(spans.encodePrettily()).hasSize(1);
    return found.get(0);
  }

  private static String service(JsonObject trace, JsonObject span) {
    return trace
        .getJsonObject("processes")
        .getJsonObject(span.getString("processID"))
        .getString("serviceName");
  }

  private static String parent(JsonObject span) {
    return span.getJsonArray("references").getJsonObject(0).getString("spanID");
  }

  private static JsonObject tag(String key, String type, Object value) {
    return new JsonObject().put("key", key).put("type", type).put("value", value);
  }
}
