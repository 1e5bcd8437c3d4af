// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.bus.Addresses;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetCapabilitiesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.SearchCapabilities;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.io.IOException;
import java.util.List;

/** Jaeger's api_v3 over HTTP (jaeger: {@code apiv3/http_gateway.go}). */
final class V3Api {
  private static final String NOT_FOUND = "No traces found";
  private static final int MAX_BODY_BYTES = 64 << 10;

  void services(Exchange exchange) {
    exchange.await(
        Addresses.SERVICES_GET.request(
            exchange.vertx(), new GetServicesRequest(exchange.tenant(), exchange.deadline())),
        services ->
            exchange.json(
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("services");
                  for (String name : services.names()) {
                    json.writeString(name);
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  void operations(Exchange exchange) {
    V1Api.getOperations(
        exchange,
        exchange.query().first("service"),
        new V3Parameters(exchange.query()).spanKind(),
        list ->
            exchange.json(
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("operations");
                  for (Operation operation : list.operations()) {
                    json.writeStartObject();
                    json.writeStringField("name", operation.name());
                    json.writeStringField("spanKind", kind(operation));
                    json.writeEndObject();
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  /** Jaeger reports a missing kind as internal here. */
  static String kind(Operation operation) {
    SpanKind kind = operation.kind();
    return (kind == SpanKind.UNSPECIFIED ? SpanKind.INTERNAL : kind).lowerCase();
  }

  void getTrace(Exchange exchange) {
    TraceId id;
    try {
      String text = FormQuery.decodePath(exchange.pathAfter("/api/v3/traces/"));
      id = TraceIds.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "malformed parameter trace_id: " + e.getMessage());
    }
    boolean raw = new V3Parameters(exchange.query()).traceRaw();
    TraceStream.answer(
        exchange, V1Api.get(exchange, List.of(id), raw), new OtlpDocument(), NOT_FOUND);
  }

  void findTraces(Exchange exchange) {
    findTraces(exchange, exchange.query());
  }

  void postTraces(Exchange exchange) {
    RequestBody.read(exchange, MAX_BODY_BYTES, text -> findTraces(exchange, SearchBody.read(text)));
  }

  private static void findTraces(Exchange exchange, FormQuery asked) {
    V3Parameters parameters = new V3Parameters(asked);
    TraceQuery query = parameters.search();
    TraceStream.answer(
        exchange,
        V1Api.find(exchange, query, parameters.searchRaw()),
        new OtlpDocument(),
        NOT_FOUND);
  }

  void traceSummaries(Exchange exchange) {
    traceSummaries(exchange, exchange.query());
  }

  void postTraceSummaries(Exchange exchange) {
    RequestBody.read(
        exchange, MAX_BODY_BYTES, text -> traceSummaries(exchange, SearchBody.read(text)));
  }

  private static void traceSummaries(Exchange exchange, FormQuery asked) {
    V3Parameters parameters = new V3Parameters(asked);
    SummaryPage page = parameters.page();
    parameters.searchRaw(); // must be well-formed; summaries are always of what is stored
    exchange.await(
        Addresses.TRACE_SUMMARIES_FIND.request(
            exchange.vertx(),
            new FindTracesRequest(exchange.tenant(), page.search(), true, exchange.deadline())),
        found -> exchange.json(json -> page.write(json, found)));
  }

  void dependencies(Exchange exchange) {
    V1Parameters.Range range = new V3Parameters(exchange.query()).timeRange();
    exchange.await(
        Addresses.DEPENDENCIES_GET.request(
            exchange.vertx(),
            new GetDependenciesRequest(
                exchange.tenant(),
                range.startUnixNano(),
                range.endUnixNano(),
                exchange.deadline())),
        all -> exchange.json(json -> write(json, all.dependencies())));
  }

  /** A count is a string, as 64 bits are in the JSON of protobuf. */
  private static void write(JsonGenerator json, List<Dependency> dependencies) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("dependencies");
    for (Dependency dependency : dependencies) {
      json.writeStartObject();
      json.writeStringField("parent", dependency.parent());
      json.writeStringField("child", dependency.child());
      json.writeStringField("callCount", Long.toUnsignedString(dependency.callCount()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  void capabilities(Exchange exchange) {
    exchange.await(
        Addresses.CAPABILITIES_GET.request(
            exchange.vertx(), new GetCapabilitiesRequest(exchange.tenant(), exchange.deadline())),
        search -> exchange.json(json -> write(json, search)));
  }

  /** Jaeger's message of capabilities; searches for spans, and their order, are not served. */
  private static void write(JsonGenerator json, SearchCapabilities search) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("search");
    json.writeBooleanField("withoutServiceName", search.withoutServiceName());
    json.writeBooleanField("sameSpanConjunction", search.sameSpanConjunction());
    json.writeObjectFieldStart("filter");
    write(json, "levels", search.filterLevels());
    write(json, "operators", search.filterOperators());
    json.writeEndObject();
    json.writeBooleanField("paginated", search.paginated());
    json.writeBooleanField("spanSearch", false);
    json.writeBooleanField("spanSorting", false);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
