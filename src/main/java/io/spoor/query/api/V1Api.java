// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Addresses;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.OperationList;
import io.spoor.bus.TraceCursor;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Jaeger's JSON API on stored spans (jaeger: {@code http_handler.go}). */
final class V1Api {
  private static final String OPERATIONS_SUFFIX = "/operations";

  private final InstantSource clock;

  V1Api(InstantSource clock) {
    this.clock = clock;
  }

  void services(Exchange exchange) {
    exchange.await(
        Addresses.SERVICES_GET.request(
            exchange.vertx(), new GetServicesRequest(exchange.tenant(), exchange.deadline())),
        services -> texts(exchange, services.names()));
  }

  void operations(Exchange exchange) {
    String service = exchange.query().first("service");
    if (service.isEmpty()) {
      throw V1Parameters.serviceRequired();
    }
    Optional<SpanKind> kind;
    try {
      kind = Parameters.spanKind(exchange.query().first("spanKind"));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter("spanKind", String.valueOf(e.getMessage()));
    }
    getOperations(
        exchange,
        service,
        kind,
        list ->
            V1Envelope.list(
                exchange,
                list.operations().size(),
                json -> {
                  for (Operation operation : list.operations()) {
                    json.writeStartObject();
                    json.writeStringField("name", operation.name());
                    json.writeStringField("spanKind", operation.kind().lowerCase());
                    json.writeEndObject();
                  }
                }));
  }

  /** A service's name may hold any character: all up to the last part of the path is the name. */
  void operationsOfPath(Exchange exchange) {
    String rest = exchange.pathAfter("/api/services/");
    if (!rest.endsWith(OPERATIONS_SUFFIX) || rest.length() == OPERATIONS_SUFFIX.length()) {
      Errors.pageNotFound(exchange.response());
      return;
    }
    String encoded = rest.substring(0, rest.length() - OPERATIONS_SUFFIX.length());
    String service = FormQuery.decodePath(encoded);
    if (service == null) {
      throw ApiException.badParameter("service", "invalid URL escape");
    }
    getOperations(
        exchange,
        service,
        Optional.empty(),
        list ->
            texts(exchange, list.operations().stream().map(Operation::name).distinct().toList()));
  }

  static void getOperations(
      Exchange exchange, String service, Optional<SpanKind> kind, Consumer<OperationList> next) {
    exchange.await(
        Addresses.OPERATIONS_GET.request(
            exchange.vertx(),
            new GetOperationsRequest(
                exchange.tenant(), service, kind.orElse(null), exchange.deadline())),
        next);
  }

  void findTraces(Exchange exchange) {
    V1Parameters parameters = new V1Parameters(exchange.query(), clock);
    List<TraceId> ids = parameters.traceIds();
    boolean raw = parameters.raw();
    if (ids.isEmpty()) {
      TraceQuery query = parameters.search();
      TraceStream.answer(exchange, find(exchange, query, raw), new UiDocument(Set.of()), null);
    } else {
      UiDocument document = new UiDocument(new LinkedHashSet<>(ids));
      TraceStream.answer(exchange, get(exchange, ids, raw), document, null);
    }
  }

  /**
   * Times are only a hint for the store: some clients send them in milliseconds, some in
   * microseconds, and the id alone finds the trace.
   */
  void getTrace(Exchange exchange) {
    TraceId id = traceId(exchange, "/api/traces/");
    boolean raw = new V1Parameters(exchange.query(), clock).raw();
    TraceStream.answer(
        exchange, get(exchange, List.of(id), raw), new UiDocument(Set.of()), "trace not found");
  }

  void archiveTrace(Exchange exchange) {
    traceId(exchange, "/api/archive/");
    throw new ApiException(500, "archive span storage was not configured");
  }

  void dependencies(Exchange exchange) {
    V1Parameters.Range range = new V1Parameters(exchange.query(), clock).dependencyRange();
    String service = exchange.query().first("service");
    GetDependenciesRequest request =
        new GetDependenciesRequest(
            exchange.tenant(), range.startUnixNano(), range.endUnixNano(), exchange.deadline());
    exchange.await(
        Addresses.DEPENDENCIES_GET.request(exchange.vertx(), request),
        all ->
            dependencies(
                exchange,
                all.dependencies().stream()
                    .filter(
                        one ->
                            service.isEmpty()
                                || one.parent().equals(service)
                                || one.child().equals(service))
                    .toList()));
  }

  private static void dependencies(Exchange exchange, List<Dependency> dependencies) {
    V1Envelope.list(
        exchange,
        0,
        json -> {
          for (Dependency dependency : dependencies) {
            json.writeStartObject();
            json.writeStringField("parent", dependency.parent());
            json.writeStringField("child", dependency.child());
            json.writeNumberField("callCount", dependency.callCount());
            json.writeEndObject();
          }
        });
  }

  private static TraceId traceId(Exchange exchange, String prefix) {
    String text = FormQuery.decodePath(exchange.pathAfter(prefix));
    try {
      return TraceIds.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, String.valueOf(e.getMessage()));
    }
  }

  static Future<TraceCursor> get(Exchange exchange, List<TraceId> ids, boolean raw) {
    return Addresses.TRACES_GET.request(
        exchange.vertx(), new GetTracesRequest(exchange.tenant(), ids, raw, exchange.deadline()));
  }

  static Future<TraceCursor> find(Exchange exchange, TraceQuery query, boolean raw) {
    return Addresses.TRACES_FIND.request(
        exchange.vertx(),
        new FindTracesRequest(exchange.tenant(), query, raw, exchange.deadline()));
  }

  private static void texts(Exchange exchange, List<String> texts) {
    V1Envelope.list(
        exchange,
        texts.size(),
        json -> {
          for (String text : texts) {
            json.writeString(text);
          }
        });
  }
}
