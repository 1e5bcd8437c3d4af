// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.bus.Addresses;
import io.spoor.bus.GetAttributeKeysRequest;
import io.spoor.bus.GetAttributeValuesRequest;
import io.spoor.bus.GetOperationStatsRequest;
import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Spoor's own routes to what is stored: attributes, and how operations went. */
final class CatalogueApi {
  private static final String VALUES_SUFFIX = "/values";
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 10_000;
  private static final long DEFAULT_RANGE_NANOS = 3_600_000_000_000L;

  private final InstantSource clock;

  CatalogueApi(InstantSource clock) {
    this.clock = clock;
  }

  void attributes(Exchange exchange) {
    exchange.await(
        Addresses.ATTRIBUTE_KEYS_GET.request(
            exchange.vertx(),
            new GetAttributeKeysRequest(
                exchange.tenant(),
                exchange.query().first("prefix"),
                limit(exchange),
                exchange.deadline())),
        list ->
            exchange.json(
                json -> {
                  json.writeStartObject();
                  writeArray(json, "attributes", list.keys(), key -> write(json, key));
                  json.writeBooleanField("complete", list.complete());
                  json.writeEndObject();
                }));
  }

  /** Writes one item of an array. */
  private interface Item<T> {
    void write(T item) throws IOException;
  }

  private static <T> void writeArray(JsonGenerator json, String name, List<T> items, Item<T> each)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T item : items) {
      each.write(item);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, AttributeKey key) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key.key());
    json.writeArrayFieldStart("levels");
    for (AttributeLevel level : AttributeLevel.values()) {
      if (key.levels().contains(level)) {
        json.writeString(level.lowerCase());
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("types");
    for (AttributeType type : AttributeType.values()) {
      if (key.types().contains(type)) {
        json.writeString(type.name().toLowerCase(Locale.ROOT));
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A key may hold any character: all up to the last part of the path is the key. */
  void attributeValues(Exchange exchange) {
    String rest = exchange.pathAfter("/api/spoor/v1/attributes/");
    if (!rest.endsWith(VALUES_SUFFIX)) {
      Errors.pageNotFound(exchange.response());
      return;
    }
    String key = FormQuery.decodePath(rest.substring(0, rest.length() - VALUES_SUFFIX.length()));
    if (key == null) {
      throw ApiException.badParameter("key", "invalid URL escape");
    }
    exchange.await(
        Addresses.ATTRIBUTE_VALUES_GET.request(
            exchange.vertx(),
            new GetAttributeValuesRequest(
                exchange.tenant(),
                key,
                exchange.query().first("prefix"),
                limit(exchange),
                exchange.deadline())),
        list ->
            exchange.json(
                json -> {
                  json.writeStartObject();
                  writeArray(json, "values", list.values(), value -> json.writeString(value));
                  json.writeBooleanField("complete", list.complete());
                  json.writeEndObject();
                }));
  }

  void operationStats(Exchange exchange) {
    V1Parameters.Range range = new V1Parameters(exchange.query(), clock).range(DEFAULT_RANGE_NANOS);
    List<String> service = exchange.query().all("service");
    exchange.await(
        Addresses.OPERATION_STATS_GET.request(
            exchange.vertx(),
            new GetOperationStatsRequest(
                exchange.tenant(),
                service.isEmpty() ? null : service.get(0),
                range.startUnixNano(),
                range.endUnixNano(),
                exchange.deadline())),
        list ->
            exchange.json(
                json -> {
                  json.writeStartObject();
                  writeArray(json, "operations", list.operations(), stats -> write(json, stats));
                  json.writeBooleanField("mayCountCopies", list.mayCountCopies());
                  json.writeEndObject();
                }));
  }

  private static void write(JsonGenerator json, OperationStats stats) throws IOException {
    DurationQuantiles durations = stats.durations();
    json.writeStartObject();
    json.writeStringField("service", stats.service());
    json.writeStringField("operation", stats.operation());
    json.writeStringField("spanKind", stats.kind().lowerCase());
    json.writeNumberField("calls", stats.calls());
    json.writeNumberField("errors", stats.errors());
    json.writeObjectFieldStart("durationNanos");
    json.writeNumberField("p50", durations.p50());
    json.writeNumberField("p75", durations.p75());
    json.writeNumberField("p90", durations.p90());
    json.writeNumberField("p95", durations.p95());
    json.writeNumberField("p99", durations.p99());
    json.writeEndObject();
    json.writeEndObject();
  }

  private int limit(Exchange exchange) {
    return new V1Parameters(exchange.query(), clock).limit(DEFAULT_LIMIT, MAX_LIMIT);
  }
}
