// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.query.api.StorageTenant.tenantOf;

import com.google.protobuf.Timestamp;
import io.spoor.bus.Addresses;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.grpc.GrpcService;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.vertx.grpc.common.GrpcStatus;
import jaeger.storage.v2.CapabilitiesOuterClass;
import jaeger.storage.v2.CapabilitiesOuterClass.FilterCapabilities;
import jaeger.storage.v2.CapabilitiesOuterClass.GetCapabilitiesRequest;
import jaeger.storage.v2.CapabilitiesOuterClass.GetCapabilitiesResponse;
import jaeger.storage.v2.CapabilitiesOuterClass.SearchCapabilities;
import jaeger.storage.v2.DependencyStorage;
import jaeger.storage.v2.DependencyStorage.GetDependenciesResponse;
import jaeger.storage.v2.TraceStorage;
import jaeger.storage.v2.TraceStorage.FindTraceIDsRequest;
import jaeger.storage.v2.TraceStorage.FindTraceIDsResponse;
import jaeger.storage.v2.TraceStorage.FindTraceSummariesRequest;
import jaeger.storage.v2.TraceStorage.FoundTraceID;
import jaeger.storage.v2.TraceStorage.GetOperationsResponse;
import jaeger.storage.v2.TraceStorage.GetServicesResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code jaeger.storage.v2}: what Jaeger's query service, or another Spoor, reads when this is its
 * storage (jaeger: {@code internal/storage/v2/grpc}). Traces go out as they are stored.
 */
public final class StorageGrpc {
  private StorageGrpc() {}

  /** The services, each of which asks the query service over the bus of its call's Vert.x. */
  public static List<GrpcService> services() {
    return List.of(
        GrpcService.of(TraceStorage.getDescriptor(), "TraceReader")
            .method("GetTraces", StorageGrpc::getTraces)
            .method("FindTraces", StorageGrpc::findTraces)
            .method("FindTraceIDs", StorageGrpc::findTraceIds)
            .method("FindTraceSummaries", StorageGrpc::findTraceSummaries)
            .method("GetServices", StorageGrpc::getServices)
            .method("GetOperations", StorageGrpc::getOperations),
        GrpcService.of(DependencyStorage.getDescriptor(), "DependencyReader")
            .method("GetDependencies", StorageGrpc::getDependencies),
        GrpcService.of(CapabilitiesOuterClass.getDescriptor(), "Capabilities")
            .method("GetCapabilities", StorageGrpc::getCapabilities),
        StatisticsGrpc.service());
  }

  private static void getTraces(GrpcCall call) {
    TraceStorage.GetTracesRequest request = call.request(TraceStorage.GetTracesRequest.parser());
    List<TraceId> ids = new ArrayList<>(request.getQueryCount());
    request.getQueryList().forEach(trace -> ids.add(GrpcValues.traceId(trace.getTraceId())));
    GrpcTraceStream.answer(
        call,
        Addresses.TRACES_GET.request(
            call.vertx(), new GetTracesRequest(tenantOf(call), ids, true, call.deadline())),
        SpanMessages.otlp(),
        null);
  }

  private static void findTraces(GrpcCall call) {
    TraceStorage.FindTracesRequest request = call.request(TraceStorage.FindTracesRequest.parser());
    GrpcTraceStream.answer(
        call,
        Addresses.TRACES_FIND.request(
            call.vertx(), search(call, StoragePage.of(request.getQuery()).exactly())),
        SpanMessages.otlp(),
        null);
  }

  private static void findTraceIds(GrpcCall call) {
    FindTraceIDsRequest request = call.request(FindTraceIDsRequest.parser());
    StoragePage page = StoragePage.of(request.getQuery());
    call.await(
        Addresses.TRACE_IDS_FIND.request(call.vertx(), search(call, page.search())),
        found -> {
          requireComplete(found.incomplete());
          List<TracePosition> traces = page.cut(found.positions());
          FindTraceIDsResponse.Builder answer =
              FindTraceIDsResponse.newBuilder().setNextPageToken(page.next(found.positions()));
          for (TracePosition trace : traces) {
            Timestamp start = GrpcValues.timestamp(trace.startTimeUnixNano());
            answer.addTraceIds(
                FoundTraceID.newBuilder()
                    .setTraceId(GrpcValues.bytes(trace.traceId()))
                    .setStart(start)
                    .setEnd(start));
          }
          call.reply(answer.build());
        });
  }

  private static void findTraceSummaries(GrpcCall call) {
    FindTraceSummariesRequest request = call.request(FindTraceSummariesRequest.parser());
    StoragePage page = StoragePage.of(request.getQuery());
    call.await(
        Addresses.TRACE_SUMMARIES_FIND.request(call.vertx(), search(call, page.search())),
        found -> StorageSummaries.answer(call, page, found));
  }

  private static FindTracesRequest search(GrpcCall call, TraceQuery query) {
    return new FindTracesRequest(tenantOf(call), query, true, call.deadline());
  }

  /** The answer has no place to say that it lacks something. */
  static void requireComplete(String incomplete) {
    if (!incomplete.isEmpty()) {
      throw new GrpcException(
          GrpcStatus.RESOURCE_EXHAUSTED, GrpcTraceStream.INCOMPLETE + incomplete);
    }
  }

  private static void getServices(GrpcCall call) {
    call.request(TraceStorage.GetServicesRequest.parser());
    call.await(
        Addresses.SERVICES_GET.request(
            call.vertx(), new GetServicesRequest(tenantOf(call), call.deadline())),
        list -> call.reply(GetServicesResponse.newBuilder().addAllServices(list.names()).build()));
  }

  private static void getOperations(GrpcCall call) {
    TraceStorage.GetOperationsRequest request =
        call.request(TraceStorage.GetOperationsRequest.parser());
    SpanKind kind = GrpcValues.spanKind(request.getSpanKind()).orElse(null);
    call.await(
        Addresses.OPERATIONS_GET.request(
            call.vertx(),
            new GetOperationsRequest(tenantOf(call), request.getService(), kind, call.deadline())),
        list -> {
          GetOperationsResponse.Builder answer = GetOperationsResponse.newBuilder();
          for (Operation operation : list.operations()) {
            answer.addOperations(
                TraceStorage.Operation.newBuilder()
                    .setName(operation.name())
                    .setSpanKind(kindOf(operation)));
          }
          call.reply(answer.build());
        });
  }

  /** As Jaeger has it: no word for the kind that was not set. */
  private static String kindOf(Operation operation) {
    return operation.kind() == SpanKind.UNSPECIFIED ? "" : operation.kind().lowerCase();
  }

  private static void getDependencies(GrpcCall call) {
    DependencyStorage.GetDependenciesRequest request =
        call.request(DependencyStorage.GetDependenciesRequest.parser());
    if (!request.hasStartTime() || !request.hasEndTime()) {
      throw GrpcException.invalid("start_time and end_time are required");
    }
    call.await(
        Addresses.DEPENDENCIES_GET.request(
            call.vertx(),
            new GetDependenciesRequest(
                tenantOf(call),
                GrpcValues.unixNano(request.getStartTime()),
                GrpcValues.unixNano(request.getEndTime()),
                call.deadline())),
        list -> {
          GetDependenciesResponse.Builder answer = GetDependenciesResponse.newBuilder();
          for (Dependency dependency : list.dependencies()) {
            answer.addDependencies(
                DependencyStorage.Dependency.newBuilder()
                    .setParent(dependency.parent())
                    .setChild(dependency.child())
                    .setCallCount(dependency.callCount()));
          }
          call.reply(answer.build());
        });
  }

  private static void getCapabilities(GrpcCall call) {
    call.request(GetCapabilitiesRequest.parser());
    GrpcQueries.capabilities(
        call,
        search ->
            call.reply(
                GetCapabilitiesResponse.newBuilder()
                    .setSearch(
                        SearchCapabilities.newBuilder()
                            .setWithoutServiceName(search.withoutServiceName())
                            .setSameSpanConjunction(search.sameSpanConjunction())
                            .setPaginated(search.paginated())
                            .setFilter(
                                FilterCapabilities.newBuilder()
                                    .addAllLevels(search.filterLevels())
                                    .addAllOperators(search.filterOperators())))
                    .build()));
  }
}
