// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.jaegertracing.api_v2.Model.DependencyLink;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.ArchiveTraceRequest;
import io.jaegertracing.api_v2.Query.FindTracesRequest;
import io.jaegertracing.api_v2.Query.GetDependenciesRequest;
import io.jaegertracing.api_v2.Query.GetDependenciesResponse;
import io.jaegertracing.api_v2.Query.GetOperationsRequest;
import io.jaegertracing.api_v2.Query.GetOperationsResponse;
import io.jaegertracing.api_v2.Query.GetServicesRequest;
import io.jaegertracing.api_v2.Query.GetServicesResponse;
import io.jaegertracing.api_v2.Query.GetTraceRequest;
import io.jaegertracing.api_v2.Query.TraceQueryParameters;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.grpc.GrpcService;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;

/** {@code jaeger.api_v2.QueryService} on stored spans (jaeger: {@code grpc_handler.go}). */
final class GrpcV2Api {
  private GrpcV2Api() {}

  static GrpcService service() {
    return GrpcService.of(Query.getDescriptor(), "QueryService")
        .method("GetTrace", GrpcV2Api::getTrace)
        .method("ArchiveTrace", GrpcV2Api::archiveTrace)
        .method("FindTraces", GrpcV2Api::findTraces)
        .method("GetServices", GrpcV2Api::getServices)
        .method("GetOperations", GrpcV2Api::getOperations)
        .method("GetDependencies", GrpcV2Api::getDependencies);
  }

  /** The time range is only a hint for the store: the id alone finds the trace. */
  private static void getTrace(GrpcCall call) {
    GetTraceRequest request = call.request(GetTraceRequest.parser());
    TraceId id = GrpcValues.traceId(request.getTraceId());
    GrpcTraceStream.answer(
        call,
        GrpcQueries.get(call, id, request.getRawTraces()),
        SpanMessages.jaeger(),
        GrpcQueries.NOT_FOUND);
  }

  private static void archiveTrace(GrpcCall call) {
    GrpcValues.traceId(call.request(ArchiveTraceRequest.parser()).getTraceId());
    throw new GrpcException(
        GrpcStatus.INTERNAL, "failed to archive trace: archive span storage was not configured");
  }

  private static void findTraces(GrpcCall call) {
    FindTracesRequest request = call.request(FindTracesRequest.parser());
    if (!request.hasQuery()) {
      throw GrpcException.invalid("missing query");
    }
    GrpcTraceStream.answer(
        call,
        GrpcQueries.find(call, query(request.getQuery()), request.getQuery().getRawTraces()),
        SpanMessages.jaeger(),
        null);
  }

  private static TraceQuery query(TraceQueryParameters query) {
    return new TraceQuery(
        query.getServiceName().isEmpty() ? null : query.getServiceName(),
        query.getOperationName().isEmpty() ? null : query.getOperationName(),
        query.getTagsMap(),
        query.hasStartTimeMin()
            ? GrpcValues.unixNano(query.getStartTimeMin())
            : TraceQuery.NO_START_MIN,
        query.hasStartTimeMax()
            ? GrpcValues.unixNano(query.getStartTimeMax())
            : TraceQuery.NO_START_MAX,
        GrpcValues.durationMin(query.getDurationMin()),
        GrpcValues.durationMax(query.getDurationMax()),
        GrpcValues.searchDepth(query.getSearchDepth()),
        null,
        null);
  }

  private static void getServices(GrpcCall call) {
    call.request(GetServicesRequest.parser());
    GrpcQueries.services(
        call, names -> call.reply(GetServicesResponse.newBuilder().addAllServices(names).build()));
  }

  /** Both as the API has it now and as it was when operations were names. */
  private static void getOperations(GrpcCall call) {
    GetOperationsRequest request = call.request(GetOperationsRequest.parser());
    GrpcQueries.operations(
        call,
        request.getService(),
        request.getSpanKind(),
        operations -> {
          GetOperationsResponse.Builder answer = GetOperationsResponse.newBuilder();
          for (Operation operation : operations) {
            answer.addOperations(
                Query.Operation.newBuilder()
                    .setName(operation.name())
                    .setSpanKind(operation.kind().lowerCase()));
          }
          List<String> names = operations.stream().map(Operation::name).distinct().toList();
          call.reply(answer.addAllOperationNames(names).build());
        });
  }

  private static void getDependencies(GrpcCall call) {
    GetDependenciesRequest request = call.request(GetDependenciesRequest.parser());
    if (!request.hasStartTime() || !request.hasEndTime()) {
      throw GrpcException.invalid("StartTime and EndTime must be initialized.");
    }
    GrpcQueries.dependencies(
        call,
        request.getStartTime(),
        request.getEndTime(),
        dependencies -> {
          GetDependenciesResponse.Builder answer = GetDependenciesResponse.newBuilder();
          for (Dependency dependency : dependencies) {
            answer.addDependencies(
                DependencyLink.newBuilder()
                    .setParent(dependency.parent())
                    .setChild(dependency.child())
                    .setCallCount(dependency.callCount()));
          }
          call.reply(answer.build());
        });
  }
}
