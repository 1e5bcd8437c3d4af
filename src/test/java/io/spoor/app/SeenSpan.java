// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.jaegertracing.api_v2.Model;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every format can say of a span, however it came in and whichever API gave it out.
 *
 * @param tags those of the test, by their text
 * @param event name and time in microseconds of its only event, empty when it has none
 */
record SeenSpan(
    String service,
    String name,
    String kind,
    String spanId,
    String parentId,
    long startMicros,
    long durationMicros,
    boolean error,
    Map<String, String> tags,
    String event) {
  private static final List<String> TAGS = List.of("http.method", "http.status_code", "user");
  private static final String NONE = "0".repeat(16);

  static List<SeenSpan> ofOtlp(TracesData data) {
    List<SeenSpan> seen = new ArrayList<>();
    for (ResourceSpans resource : data.getResourceSpansList()) {
      String service = tags(resource.getResource().getAttributesList(), "service.name").get(0);
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          seen.add(ofOtlp(service, span));
        }
      }
    }
    return seen;
  }

  private static SeenSpan ofOtlp(String service, Span span) {
    Map<String, String> tags = new TreeMap<>();
    for (String key : TAGS) {
      tags(span.getAttributesList(), key).forEach(text -> tags.put(key, text));
    }
    return new SeenSpan(
        service,
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT),
        hex(span.getSpanId()),
        span.getParentSpanId().isEmpty() ? NONE : hex(span.getParentSpanId()),
        span.getStartTimeUnixNano() / 1_000,
        (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1_000,
        span.getStatus().getCodeValue() == 2,
        tags,
        span.getEventsList().stream()
            .map(event -> event.getName() + "@" + event.getTimeUnixNano() / 1_000)
            .findFirst()
            .orElse(""));
  }

  private static List<String> tags(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> text(attribute.getValue()))
        .toList();
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  static SeenSpan ofV2(Model.Span span) {
    Map<String, String> all = new TreeMap<>();
    for (Model.KeyValue tag : span.getTagsList()) {
      all.put(tag.getKey(), text(tag));
    }
    Map<String, String> tags = new TreeMap<>(all);
    tags.keySet().retainAll(TAGS);
    return new SeenSpan(
        span.getProcess().getServiceName(),
        span.getOperationName(),
        all.getOrDefault("span.kind", ""),
        hex(span.getSpanId()),
        span.getReferencesList().stream()
            .map(reference -> hex(reference.getSpanId()))
            .findFirst()
            .orElse(NONE),
        Timestamps.toMicros(span.getStartTime()),
        Durations.toMicros(span.getDuration()),
        "true".equals(all.get("error")),
        tags,
        span.getLogsList().stream()
            .map(log -> text(log.getFields(0)) + "@" + Timestamps.toMicros(log.getTimestamp()))
            .findFirst()
            .orElse(""));
  }

  private static String text(Model.KeyValue tag) {
    return switch (tag.getVType()) {
      case BOOL -> Boolean.toString(tag.getVBool());
      case INT64 -> Long.toString(tag.getVInt64());
      default -> tag.getVStr();
    };
  }

  static List<SeenSpan> ofV1(JsonObject trace) {
    List<SeenSpan> seen = new ArrayList<>();
    JsonArray spans = trace.getJsonArray("spans");
    for (int i = 0; i < spans.size(); i++) {
      seen.add(ofV1(trace.getJsonObject("processes"), spans.getJsonObject(i)));
    }
    return seen;
  }

  private static SeenSpan ofV1(JsonObject processes, JsonObject span) {
    Map<String, String> all = values(span.getJsonArray("tags"));
    Map<String, String> tags = new TreeMap<>(all);
    tags.keySet().retainAll(TAGS);
    JsonArray references = span.getJsonArray("references");
    JsonArray logs = span.getJsonArray("logs");
    String event = "";
    if (!logs.isEmpty()) {
      JsonObject log = logs.getJsonObject(0);
      event = values(log.getJsonArray("fields")).get("event") + "@" + log.getLong("timestamp");
    }
    return new SeenSpan(
        processes.getJsonObject(span.getString("processID")).getString("serviceName"),
        span.getString("operationName"),
        all.getOrDefault("span.kind", ""),
        span.getString("spanID"),
        references.isEmpty() ? NONE : references.getJsonObject(0).getString("spanID"),
        span.getLong("startTime"),
        span.getLong("duration"),
        "true".equals(all.get("error")),
        tags,
        event);
  }

  private static Map<String, String> values(JsonArray pairs) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      JsonObject pair = pairs.getJsonObject(i);
      values.put(pair.getString("key"), String.valueOf(pair.getValue("value")));
    }
    return values;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
