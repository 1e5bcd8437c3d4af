// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.spoor.codec.otlp.BenchmarkLoad;
import java.util.HexFormat;
import java.util.List;
import zipkin2.Endpoint;
import zipkin2.Span;

/** The load of {@link BenchmarkLoad} as OpenTelemetry's exporter for Zipkin sends it. */
final class ZipkinLoad {
  /** The spans of one request of one service, 0 to 19. */
  static List<Span> spans(int service, long seed) {
    try {
      ResourceSpans resource =
          ExportTraceServiceRequest.parseFrom(BenchmarkLoad.request(service, seed))
              .getResourceSpans(0);
      Endpoint local =
          Endpoint.newBuilder()
              .serviceName(resource.getResource().getAttributes(0).getValue().getStringValue())
              .ip("10.1.2." + service)
              .build();
      return resource.getScopeSpans(0).getSpansList().stream()
          .map(span -> span(span, local))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Span span(io.opentelemetry.proto.trace.v1.Span otlp, Endpoint local) {
    Span.Builder span =
        Span.newBuilder()
            .traceId(hex(otlp.getTraceId()))
            .id(hex(otlp.getSpanId()))
            .parentId(hex(otlp.getParentSpanId()))
            .kind(Span.Kind.SERVER)
            .name(otlp.getName())
            .timestamp(otlp.getStartTimeUnixNano() / 1000)
            .duration((otlp.getEndTimeUnixNano() - otlp.getStartTimeUnixNano()) / 1000)
            .localEndpoint(local);
    for (KeyValue attribute : otlp.getAttributesList()) {
      span.putTag(attribute.getKey(), text(attribute.getValue()));
    }
    for (Event event : otlp.getEventsList()) {
      span.addAnnotation(
          event.getTimeUnixNano() / 1000, event.getName() + "|{\"cache.name\":\"sessions\"}|0");
    }
    if (otlp.hasStatus()) {
      span.putTag("otel.status_code", "ERROR");
      span.putTag("error", otlp.getStatus().getMessage());
    }
    return span.build();
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private ZipkinLoad() {}
}
