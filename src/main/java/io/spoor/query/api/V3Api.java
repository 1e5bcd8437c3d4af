// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Addresses;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.List;

/** Jaeger's api_v3 over HTTP (jaeger: {@code apiv3/http_gateway.go}). */
final class V3Api {
  private static final String NOT_FOUND = "No traces found";

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
    V3Parameters parameters = new V3Parameters(exchange.query());
    TraceQuery query = parameters.search();
    TraceStream.answer(
        exchange,
        V1Api.find(exchange, query, parameters.searchRaw()),
        new OtlpDocument(),
        NOT_FOUND);
  }

  void traceSummaries(Exchange exchange) {
    V3Parameters parameters = new V3Parameters(exchange.query());
    SummaryPage page = parameters.page();
    parameters.searchRaw(); // must be well-formed; summaries are always of what is stored
    exchange.await(
        Addresses.TRACE_SUMMARIES_FIND.request(
            exchange.vertx(),
            new FindTracesRequest(exchange.tenant(), page.search(), true, exchange.deadline())),
        found -> exchange.json(json -> page.write(json, found)));
  }
}
