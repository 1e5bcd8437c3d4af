// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import io.jaegertracing.api_v3.QueryServiceGrpc;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetTraceRequest;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.SpoorProcess;
import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a large trace costs that is read over gRPC from the segment store of a process of its
 * own: time to the first message and to the last, and how its resident memory grew. Arguments: a
 * folder, which must be empty, the number of spans, the heap as -Xmx has it, and what is read: raw,
 * adjusted, or v2, which is adjusted, over api_v2.
 */
final class LargeTraceCost {
  private static final Logger log = LoggerFactory.getLogger(LargeTraceCost.class);
  private static final TraceId LARGE = new TraceId(1, 2);
  private static final TraceId SMALL = new TraceId(1, 3);
  private static final int BATCH_SPANS = 500;
  private static final int SMALL_SPANS = 500;
  private static final int WARM_UPS = 300;
  private static final int ROUNDS = 5;
  private static final int SERVICES = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final String heap;
  private final int spans;
  private final String what;

  private LargeTraceCost(Path folder, int spans, String heap, String what) {
    this.folder = folder;
    this.spans = spans;
    this.heap = heap;
    this.what = what;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    new LargeTraceCost(folder, Integer.parseInt(arguments[1]), arguments[2], arguments[3]).run();
  }

  private void run() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().heap(heap).in(folder).start()) {
      post(spoor, LARGE, spans);
      post(spoor, SMALL, SMALL_SPANS);
      measure(spoor, "in the process that took it in");
      spoor.terminate();
      log.info("exit {}", spoor.exitStatus());
    }
    try (SpoorProcess spoor = SpoorProcess.with().heap(heap).in(folder).start()) {
      measure(spoor, "in a process that found it");
    }
  }

  private void measure(SpoorProcess spoor, String where) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", spoor.port("query.grpc"))
            .usePlaintext()
            .build();
    for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
      read(channel, SMALL);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      long before = memory(spoor, "VmRSS");
      long[] millis = read(channel, LARGE);
      log.info(
          "{} {} round={}: first message {} ms, last {} ms, {} spans, RSS {} MiB before,"
              + " {} after, {} at most",
          where,
          what,
          round,
          millis[0],
          millis[1],
          millis[2],
          before >> 10,
          memory(spoor, "VmRSS") >> 10,
          memory(spoor, "VmHWM") >> 10);
    }
    channel.shutdownNow();
  }

  private long[] read(ManagedChannel channel, TraceId id) {
    long start = System.nanoTime();
    Iterator<? extends MessageLite> answer = what.equals("v2") ? v2(channel, id) : v3(channel, id);
    long first = 0;
    long count = 0;
    while (answer.hasNext()) {
      MessageLite message = answer.next();
      first = first == 0 ? System.nanoTime() - start : first;
      count +=
          message instanceof TracesData traces
              ? spans(traces)
              : ((SpansResponseChunk) message).getSpansCount();
    }
    return new long[] {first / 1_000_000, (System.nanoTime() - start) / 1_000_000, count};
  }

  private static Iterator<SpansResponseChunk> v2(ManagedChannel channel, TraceId id) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
    return io.jaegertracing.api_v2.QueryServiceGrpc.newBlockingStub(channel)
        .getTrace(
            Query.GetTraceRequest.newBuilder().setTraceId(ByteString.copyFrom(bytes)).build());
  }

  private Iterator<TracesData> v3(ManagedChannel channel, TraceId id) {
    return QueryServiceGrpc.newBlockingStub(channel)
        .getTrace(
            GetTraceRequest.newBuilder()
                .setTraceId(id.toHex())
                .setRawTraces(what.equals("raw"))
                .build());
  }

  private static long spans(TracesData traces) {
    long spans = 0;
    for (var resource : traces.getResourceSpansList()) {
      for (var scope : resource.getScopeSpansList()) {
        spans += scope.getSpansCount();
      }
    }
    return spans;
  }

  /** In KiB, as Linux has it. */
  private static long memory(SpoorProcess spoor, String line) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + spoor.pid() + "/status")).stream()
        .filter(each -> each.startsWith(line + ":"))
        .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
        .sum();
  }

  /** About 450 bytes a span as OTLP, like the load of the load tests, in a tree ten wide. */
  private void post(SpoorProcess spoor, TraceId id, int count) throws Exception {
    long now = System.currentTimeMillis() * 1_000_000;
    for (int sent = 0; sent < count; sent += BATCH_SPANS) {
      String service = "service-" + sent / BATCH_SPANS % SERVICES;
      TestSpans batch =
          TestSpans.batch()
              .resource(service)
              .resourceAttribute("host.name", "host-" + service)
              .scope("io.opentelemetry.http", "2.1.0");
      for (int span = sent + 1; span <= Math.min(count, sent + BATCH_SPANS); span++) {
        batch
            .span(id, 0x1000_0000_0000L + span, "GET /api/orders/{id}/items/" + span % 50)
            .parent(span == 1 ? 0 : 0x1000_0000_0000L + 1 + span / 10)
            .times(now + span * 1_000L, 2_000_000 + span)
            .attribute("http.request.method", "GET")
            .attribute("http.response.status_code", 200)
            .attribute("http.route", "/api/orders/{id}/items")
            .attribute("url.full", "https://shop.example/api/orders/" + span + "/items?page=1")
            .attribute("user.id", "user-" + (1_000_000_000L + span))
            .attribute("server.address", "shop.example")
            .attribute("server.port", 443)
            .attribute("network.protocol.version", "1.1")
            .attribute("thread.id", span % 64)
            .attribute("thread.name", "worker-" + span % 64);
        if (span % 4 == 0) {
          batch.eventAfter(1_000, "cache.miss", "key", "order:" + span);
        }
      }
      HttpRequest request =
          HttpRequest.newBuilder(spoor.url("receiver.otlp.http", "/v1/traces"))
              .header("Content-Type", "application/x-protobuf")
              .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpProtoEncoder.encode(batch.build())))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("status " + status);
      }
    }
  }
}
