// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v3.QueryServiceGrpc;
import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.SpoorProcess;
import io.spoor.codec.Allowance;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.codec.jaeger.ThriftForm;
import io.spoor.codec.jaeger.ThriftProtocol;
import io.spoor.codec.otlp.OtlpJsonDecoder;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.vertx.core.json.JsonObject;
import jaeger.storage.v2.TraceReaderGrpc;
import jaeger.storage.v2.TraceStorage;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One trace, sent through every door, is one answer from every query API. */
class EveryDoorIT {
  private static final long START = 1_795_176_000_000_000L; // microseconds
  private static final long SERVER = 0x0102030405060708L;
  private static final long CLIENT = 0x1112131415161718L;
  private static final List<SeenSpan> EXPECTED =
      List.of(
          new SeenSpan(
              "shop",
              "GET /cart",
              "server",
              "0102030405060708",
              "0".repeat(16),
              START,
              900,
              false,
              new TreeMap<>(Map.of("http.method", "GET", "http.status_code", "200")),
              "cache.miss@" + (START + 5)),
          new SeenSpan(
              "shop",
              "query",
              "client",
              "1112131415161718",
              "0102030405060708",
              START + 100,
              200,
              true,
              new TreeMap<>(Map.of("user", "ann")),
              ""));

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyDoor_leadsToTheSameAnswerOfEveryApi() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start()) {
      ManagedChannel query = connect(spoor, "query.grpc");
      ManagedChannel storage = connect(spoor, "query.remoteStorage");
      try {
        Map<String, Long> traces = send(spoor);

        for (Map.Entry<String, Long> door : traces.entrySet()) {
          long low = door.getValue();
          Awaitility.await().until(() -> get(spoor, "/api/traces/" + hex(low)).contains("query"));
          assertThat(v1(spoor, low)).as(door.getKey() + ", api_v1").isEqualTo(EXPECTED);
          assertThat(v3(spoor, low)).as(door.getKey() + ", api_v3 HTTP").isEqualTo(EXPECTED);
          assertThat(v2Grpc(query, low)).as(door.getKey() + ", api_v2").isEqualTo(EXPECTED);
          assertThat(v3Grpc(query, low)).as(door.getKey() + ", api_v3").isEqualTo(EXPECTED);
          assertThat(stored(storage, low)).as(door.getKey() + ", storage").isEqualTo(EXPECTED);
        }
      } finally {
        query.shutdownNow();
        storage.shutdownNow();
      }
    }
  }

  /** Sends the trace through every door, each time with an id of its own. */
  private Map<String, Long> send(SpoorProcess spoor) throws Exception {
    Map<String, Long> traces = new LinkedHashMap<>();
    traces.put("OTLP HTTP", 1L);
    post(spoor, "receiver.otlp.http", "/v1/traces", "application/json", otlp(1), 200);
    traces.put("Zipkin JSON", 2L);
    post(spoor, "receiver.zipkin.http", "/api/v2/spans", "application/json", zipkin(2), 202);
    traces.put("Thrift over HTTP", 3L);
    post(
        spoor,
        "receiver.jaeger.http",
        "/api/traces",
        "application/x-thrift",
        ThriftForm.binary(jaeger(3)),
        202);
    traces.put("Jaeger gRPC", 4L);
    ManagedChannel collector = connect(spoor, "receiver.jaeger.grpc");
    CollectorServiceGrpc.newBlockingStub(collector)
        .postSpans(PostSpansRequest.newBuilder().setBatch(jaeger(4)).build());
    collector.shutdownNow();
    traces.put("UDP compact", 5L);
    datagram(spoor, "receiver.jaeger.compact", ThriftProtocol.COMPACT, jaeger(5));
    traces.put("UDP binary", 6L);
    datagram(spoor, "receiver.jaeger.binary", ThriftProtocol.BINARY, jaeger(6));
    return traces;
  }

  private static void datagram(
      SpoorProcess spoor, String port, ThriftProtocol form, Model.Batch batch) throws Exception {
    byte[] message = ThriftForm.message(form, batch, ClientReport.NONE);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              message, message.length, InetAddress.getLoopbackAddress(), spoor.port(port)));
    }
  }

  private static Model.Batch jaeger(long low) {
    Model.Span.Builder server =
        span(low, SERVER, "GET /cart", 0, 900)
            .addTags(text("span.kind", "server"))
            .addTags(text("http.method", "GET"))
            .addTags(
                Model.KeyValue.newBuilder()
                    .setKey("http.status_code")
                    .setVType(Model.ValueType.INT64)
                    .setVInt64(200))
            .addLogs(
                Model.Log.newBuilder()
                    .setTimestamp(Timestamps.fromMicros(START + 5))
                    .addFields(text("event", "cache.miss")));
    Model.Span.Builder client =
        span(low, CLIENT, "query", 100, 200)
            .addTags(text("span.kind", "client"))
            .addTags(text("user", "ann"))
            .addTags(
                Model.KeyValue.newBuilder()
                    .setKey("error")
                    .setVType(Model.ValueType.BOOL)
                    .setVBool(true))
            .addReferences(Model.SpanRef.newBuilder().setTraceId(id(0, low)).setSpanId(id(SERVER)));
    return Model.Batch.newBuilder()
        .setProcess(Model.Process.newBuilder().setServiceName("shop"))
        .addSpans(server)
        .addSpans(client)
        .build();
  }

  private static Model.Span.Builder span(long low, long id, String name, long after, long took) {
    return Model.Span.newBuilder()
        .setTraceId(id(0, low))
        .setSpanId(id(id))
        .setOperationName(name)
        .setFlags(1)
        .setStartTime(Timestamps.fromMicros(START + after))
        .setDuration(Durations.fromMicros(took));
  }

  private static Model.KeyValue text(String key, String value) {
    return Model.KeyValue.newBuilder().setKey(key).setVStr(value).build();
  }

  private static byte[] otlp(long low) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[
          {"traceId":"%1$s","spanId":"0102030405060708","name":"GET /cart","kind":2,
           "startTimeUnixNano":"%2$d000","endTimeUnixNano":"%3$d000",
           "attributes":[{"key":"http.method","value":{"stringValue":"GET"}},
             {"key":"http.status_code","value":{"intValue":"200"}}],
           "events":[{"name":"cache.miss","timeUnixNano":"%4$d000"}]},
          {"traceId":"%1$s","spanId":"1112131415161718","parentSpanId":"0102030405060708",
           "name":"query","kind":3,"startTimeUnixNano":"%5$d000","endTimeUnixNano":"%6$d000",
           "attributes":[{"key":"user","value":{"stringValue":"ann"}}],"status":{"code":2}}
        ]}]}]}"""
        .formatted(hex(low), START, START + 900, START + 5, START + 100, START + 300)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipkin(long low) {
    return """
        [{"traceId":"%1$s","id":"0102030405060708","name":"GET /cart","kind":"SERVER",
          "timestamp":%2$d,"duration":900,"localEndpoint":{"serviceName":"shop"},
          "tags":{"http.method":"GET","http.status_code":"200"},
          "annotations":[{"timestamp":%3$d,"value":"cache.miss"}]},
         {"traceId":"%1$s","id":"1112131415161718","parentId":"0102030405060708","name":"query",
          "kind":"CLIENT","timestamp":%4$d,"duration":200,
          "localEndpoint":{"serviceName":"shop"},"tags":{"user":"ann","error":"true"}}]"""
        .formatted(hex(low), START, START + 5, START + 100)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(long low) {
    return "%032x".formatted(low);
  }

  private static ByteString id(long... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(parts.length * Long.BYTES);
    for (long part : parts) {
      bytes.putLong(part);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static ManagedChannel connect(SpoorProcess spoor, String port) {
    return ManagedChannelBuilder.forAddress("127.0.0.1", spoor.port(port)).usePlaintext().build();
  }

  private void post(
      SpoorProcess spoor, String port, String path, String type, byte[] body, int status)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(spoor.url(port, path))
            .header("content-type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).as(port).isEqualTo(status);
  }

  private String get(SpoorProcess spoor, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(spoor.url("query.http", path)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private List<SeenSpan> v1(SpoorProcess spoor, long low) throws Exception {
    JsonObject answer = new JsonObject(get(spoor, "/api/traces/" + hex(low)));
    return sorted(SeenSpan.ofV1(answer.getJsonArray("data").getJsonObject(0)));
  }

  private List<SeenSpan> v3(SpoorProcess spoor, long low) throws Exception {
    JsonObject answer = new JsonObject(get(spoor, "/api/v3/traces/" + hex(low)));
    byte[] otlp = answer.getJsonObject("result").encode().getBytes(StandardCharsets.UTF_8);
    SpanBatch batch = new OtlpJsonDecoder().decode(otlp, Allowance.UNLIMITED).batch();
    return sorted(SeenSpan.ofOtlp(TracesData.parseFrom(OtlpProtoEncoder.encode(batch))));
  }

  private static List<SeenSpan> v2Grpc(ManagedChannel channel, long low) {
    List<SeenSpan> seen = new ArrayList<>();
    io.jaegertracing.api_v2.QueryServiceGrpc.newBlockingStub(channel)
        .getTrace(Query.GetTraceRequest.newBuilder().setTraceId(id(0, low)).build())
        .forEachRemaining(
            chunk -> chunk.getSpansList().forEach(span -> seen.add(SeenSpan.ofV2(span))));
    return sorted(seen);
  }

  private static List<SeenSpan> v3Grpc(ManagedChannel channel, long low) {
    List<SeenSpan> seen = new ArrayList<>();
    QueryServiceGrpc.newBlockingStub(channel)
        .getTrace(QueryServiceOuterClass.GetTraceRequest.newBuilder().setTraceId(hex(low)).build())
        .forEachRemaining((TracesData data) -> seen.addAll(SeenSpan.ofOtlp(data)));
    return sorted(seen);
  }

  private static List<SeenSpan> stored(ManagedChannel channel, long low) {
    List<SeenSpan> seen = new ArrayList<>();
    TraceReaderGrpc.newBlockingStub(channel)
        .getTraces(
            TraceStorage.GetTracesRequest.newBuilder()
                .addQuery(TraceStorage.GetTraceParams.newBuilder().setTraceId(id(0, low)))
                .build())
        .forEachRemaining((TracesData data) -> seen.addAll(SeenSpan.ofOtlp(data)));
    return sorted(seen);
  }

  private static List<SeenSpan> sorted(List<SeenSpan> seen) {
    return seen.stream().sorted(Comparator.comparing(SeenSpan::spanId)).toList();
  }
}
