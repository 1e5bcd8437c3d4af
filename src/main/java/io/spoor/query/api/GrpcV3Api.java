// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.jaegertracing.api_v3.CapabilitiesOuterClass;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.FilterCapabilities;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.GetCapabilitiesRequest;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.GetCapabilitiesResponse;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.SearchCapabilities;
import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.jaegertracing.api_v3.QueryServiceOuterClass.DependenciesResponse;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTraceSummariesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTracesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetDependenciesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetOperationsRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetOperationsResponse;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetServicesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetServicesResponse;
import io.jaegertracing.api_v3.QueryServiceOuterClass.GetTraceRequest;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.grpc.GrpcService;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;

/**
 * {@code jaeger.api_v3.QueryService} and {@code Capabilities} on stored spans (jaeger: {@code
 * apiv3/grpc_handler.go}). Spans go out as OTLP, straight from their columns.
 */
final class GrpcV3Api {
  private GrpcV3Api() {}

  static List<GrpcService> services() {
    return List.of(
        GrpcService.of(QueryServiceOuterClass.getDescriptor(), "QueryService")
            .method("GetTrace", GrpcV3Api::getTrace)
            .method("FindTraces", GrpcV3Api::findTraces)
            .method("FindTraceSummaries", GrpcV3Api::findTraceSummaries)
            .method("FindSpans", GrpcV3Api::findSpans)
            .method("GetServices", GrpcV3Api::getServices)
            .method("GetOperations", GrpcV3Api::getOperations)
            .method("GetDependencies", GrpcV3Api::getDependencies),
        GrpcService.of(CapabilitiesOuterClass.getDescriptor(), "Capabilities")
            .method("GetCapabilities", GrpcV3Api::getCapabilities));
  }

  private static void getTrace(GrpcCall call) {
    GetTraceRequest request = call.request(GetTraceRequest.parser());
    TraceId id;
    try {
      id = TraceIds.parse(request.getTraceId());
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid("malform trace ID: " + e.getMessage());
    }
    GrpcTraceStream.answer(
        call,
        GrpcQueries.get(call, id, request.getRawTraces()),
        SpanMessages.otlp(),
        GrpcQueries.NOT_FOUND);
  }

  private static void findTraces(GrpcCall call) {
    FindTracesRequest request = call.request(FindTracesRequest.parser());
    TraceQuery query = GrpcV3Search.traces(request.hasQuery(), request.getQuery());
    GrpcTraceStream.answer(
        call,
        GrpcQueries.find(call, query, request.getQuery().getRawTraces()),
        SpanMessages.otlp(),
        null);
  }

  /** Summaries are always of what is stored, raw or not. */
  private static void findTraceSummaries(GrpcCall call) {
    FindTraceSummariesRequest request = call.request(FindTraceSummariesRequest.parser());
    SummaryPage page = GrpcV3Search.page(request.hasQuery(), request.getQuery());
    GrpcQueries.summaries(
        call, page.search(), found -> SummaryMessages.send(call, page.answer(found)));
  }

  private static void findSpans(GrpcCall call) {
    throw new GrpcException(
        GrpcStatus.UNIMPLEMENTED, "searches for spans are not served; see GetCapabilities");
  }

  private static void getServices(GrpcCall call) {
    call.request(GetServicesRequest.parser());
    GrpcQueries.services(
        call, names -> call.reply(GetServicesResponse.newBuilder().addAllServices(names).build()));
  }

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
                QueryServiceOuterClass.Operation.newBuilder()
                    .setName(operation.name())
                    .setSpanKind(V3Api.kind(operation)));
          }
          call.reply(answer.build());
        });
  }

  private static void getDependencies(GrpcCall call) {
    GetDependenciesRequest request = call.request(GetDependenciesRequest.parser());
    if (!request.hasStartTime() || !request.hasEndTime()) {
      throw GrpcException.invalid("start_time and end_time are required");
    }
    GrpcQueries.dependencies(
        call,
        request.getStartTime(),
        request.getEndTime(),
        dependencies -> {
          DependenciesResponse.Builder answer = DependenciesResponse.newBuilder();
          for (Dependency dependency : dependencies) {
            answer.addDependencies(
                QueryServiceOuterClass.Dependency.newBuilder()
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
