// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.google.protobuf.Timestamp;
import io.spoor.bus.Addresses;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetCapabilitiesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.SearchCapabilities;
import io.spoor.bus.TraceCursor;
import io.spoor.grpc.GrpcCall;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.Operation;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Asks the query service what gRPC calls ask, each with the deadline of its call. */
final class GrpcQueries {
  /** What the message of NOT_FOUND must hold, as clients look for it. */
  static final String NOT_FOUND = "trace not found";

  private GrpcQueries() {}

  /** Every call's tenant, until tenancy can be switched on. */
  private static Tenant tenant() {
    return Tenant.DEFAULT;
  }

  static Future<TraceCursor> get(GrpcCall call, TraceId id, boolean raw) {
    return Addresses.TRACES_GET.request(
        call.vertx(), new GetTracesRequest(tenant(), List.of(id), raw, call.deadline()));
  }

  static Future<TraceCursor> find(GrpcCall call, TraceQuery query, boolean raw) {
    return Addresses.TRACES_FIND.request(
        call.vertx(), new FindTracesRequest(tenant(), query, raw, call.deadline()));
  }

  static void summaries(GrpcCall call, TraceQuery query, Consumer<FoundSummaries> next) {
    call.await(
        Addresses.TRACE_SUMMARIES_FIND.request(
            call.vertx(), new FindTracesRequest(tenant(), query, true, call.deadline())),
        next);
  }

  static void services(GrpcCall call, Consumer<List<String>> next) {
    call.await(
        Addresses.SERVICES_GET.request(
            call.vertx(), new GetServicesRequest(tenant(), call.deadline())),
        list -> next.accept(list.names()));
  }

  static void operations(
      GrpcCall call, String service, String kind, Consumer<List<Operation>> next) {
    call.await(
        Addresses.OPERATIONS_GET.request(
            call.vertx(),
            new GetOperationsRequest(
                tenant(), service, GrpcValues.spanKind(kind).orElse(null), call.deadline())),
        list -> next.accept(list.operations()));
  }

  static void dependencies(
      GrpcCall call, Timestamp start, Timestamp end, Consumer<List<Dependency>> next) {
    call.await(
        Addresses.DEPENDENCIES_GET.request(
            call.vertx(),
            new GetDependenciesRequest(
                tenant(), GrpcValues.unixNano(start), GrpcValues.unixNano(end), call.deadline())),
        list -> next.accept(list.dependencies()));
  }

  static void capabilities(GrpcCall call, Consumer<SearchCapabilities> next) {
    call.await(
        Addresses.CAPABILITIES_GET.request(
            call.vertx(), new GetCapabilitiesRequest(tenant(), call.deadline())),
        next);
  }
}
