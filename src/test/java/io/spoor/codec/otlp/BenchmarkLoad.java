// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spoor.TestSpans;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The load that every figure in docs/performance.md uses: a request carries 512 spans of one
 * service, one from each of 512 traces; some 459 bytes a span, ten attributes of which two are
 * unique, a quarter of the spans with one event, 2 % errors, five resource attributes.
 */
public final class BenchmarkLoad {
  /** Spans in a request. */
  public static final int SPANS = 512;

  private static final String[] METHODS = {"GET", "POST", "PUT"};
  private static final String[] REGIONS = {"eu-west-1", "eu-central-1", "us-east-1", "us-west-2"};

  /** An encoded request of one service, 0 to 19; the same every time for the same seed. */
  public static byte[] request(int service, long seed) {
    Random random = new Random(seed);
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    scope.getScopeBuilder().setName("io.opentelemetry.netty-4.1").setVersion("2.10.0-alpha");
    for (int i = 0; i < SPANS; i++) {
      scope.addSpans(span(service, random));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().setResource(resource(service)).addScopeSpans(scope))
        .build()
        .toByteArray();
  }

  private static Resource resource(int service) {
    return Resource.newBuilder()
        .addAttributes(text("service.name", "service-" + service))
        .addAttributes(text("service.version", "1.17.3"))
        .addAttributes(text("host.name", "node-" + service % 7 + ".cluster.local"))
        .addAttributes(text("deployment.environment.name", "production"))
        .addAttributes(text("telemetry.sdk.language", "java"))
        .build();
  }

  private static Span span(int service, Random random) {
    int operation = random.nextInt(4);
    String route = "/api/v1/resource-" + service + "/operation-" + operation;
    boolean failed = random.nextInt(50) == 0;
    long start = TestSpans.START + random.nextInt(1_000_000_000);
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(random, 16))
            .setSpanId(id(random, 8))
            .setParentSpanId(id(random, 8))
            .setFlags(0x101)
            .setName(METHODS[operation % 3] + " " + route)
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + 1_000_000 + random.nextInt(50_000_000))
            .addAttributes(text("http.request.method", METHODS[operation % 3]))
            .addAttributes(text("http.route", route))
            .addAttributes(text("url.path", route + "/" + digits(random, 16)))
            .addAttributes(number("http.response.status_code", failed ? 500 : 200))
            .addAttributes(text("server.address", "service-" + service + ".local"))
            .addAttributes(number("server.port", 8080))
            .addAttributes(text("network.protocol.version", "1.1"))
            .addAttributes(text("cloud.region", REGIONS[random.nextInt(4)]))
            .addAttributes(text("user.id", digits(random, 12)))
            .addAttributes(number("thread.id", random.nextInt(32)));
    if (random.nextInt(4) == 0) {
      span.addEventsBuilder()
          .setName("cache.miss")
          .setTimeUnixNano(start + 500_000)
          .addAttributes(text("cache.name", "sessions"));
    }
    if (failed) {
      span.setStatus(Status.newBuilder().setCodeValue(2).setMessage("upstream timed out"));
    }
    return span.build();
  }

  private static KeyValue text(String key, String value) {
    return TestSpans.keyValue(key, value);
  }

  private static KeyValue number(String key, long value) {
    return TestSpans.keyValue(key, value);
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private static ByteString id(Random random, int length) {
    ByteBuffer id = ByteBuffer.allocate(length);
    while (id.hasRemaining()) {
      id.putLong(random.nextLong());
    }
    return ByteString.copyFrom(id.flip());
  }

  private BenchmarkLoad() {}
}
