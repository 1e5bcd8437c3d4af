// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TraceReader;
import io.vertx.core.Future;
import jaeger.storage.v2.DependencyStorage.GetDependenciesRequest;
import jaeger.storage.v2.DependencyStorage.GetDependenciesResponse;
import jaeger.storage.v2.TraceStorage.FindTraceIDsRequest;
import jaeger.storage.v2.TraceStorage.FindTraceIDsResponse;
import jaeger.storage.v2.TraceStorage.FindTraceSummariesRequest;
import jaeger.storage.v2.TraceStorage.FindTracesRequest;
import jaeger.storage.v2.TraceStorage.FoundTraceID;
import jaeger.storage.v2.TraceStorage.GetOperationsRequest;
import jaeger.storage.v2.TraceStorage.GetOperationsResponse;
import jaeger.storage.v2.TraceStorage.GetServicesRequest;
import jaeger.storage.v2.TraceStorage.GetServicesResponse;
import jaeger.storage.v2.TraceStorage.GetTraceParams;
import jaeger.storage.v2.TraceStorage.GetTracesRequest;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans from a server that speaks {@code jaeger.storage.v2}.
 *
 * <p>What that protocol does not have is asked of {@code spoor.storage.v1.Statistics}, which
 * another server than Spoor answers with UNIMPLEMENTED: such a read fails for good, in words. The
 * order of the server is kept; its lists are sorted.
 */
final class RemoteTraceReader implements TraceReader {
  private final RemoteCalls calls;

  RemoteTraceReader(RemoteCalls calls) {
    this.calls = calls;
  }

  @Override
  public Future<BatchCursor> getTraces(Tenant tenant, List<TraceId> traceIds, ReadLimits limits) {
    GetTracesRequest.Builder request = GetTracesRequest.newBuilder();
    for (TraceId id : new LinkedHashSet<>(traceIds)) {
      request.addQuery(GetTraceParams.newBuilder().setTraceId(bytes(id)));
    }
    return cursor("GetTraces", tenant, request.build(), limits);
  }

  @Override
  public Future<BatchCursor> findTraces(Tenant tenant, TraceQuery query, ReadLimits limits) {
    return cursor(
        "FindTraces",
        tenant,
        FindTracesRequest.newBuilder().setQuery(RemoteQuery.of(query)).build(),
        limits);
  }

  private Future<BatchCursor> cursor(
      String method, Tenant tenant, MessageLite request, ReadLimits limits) {
    if (limits.deadline().hasPassed()) {
      return Future.succeededFuture(new EmptyCursor(RemoteStream.TOO_LATE));
    }
    return calls
        .open(RemoteCalls.READER, method, tenant, request, limits.deadline())
        .map(stream -> new RemoteCursor(stream, limits.maxBytes()));
  }

  @Override
  public Future<FoundTraces> findTraceIds(Tenant tenant, TraceQuery query, ReadLimits limits) {
    if (limits.deadline().hasPassed()) {
      return Future.succeededFuture(new FoundTraces(List.of(), RemoteStream.TOO_LATE));
    }
    FindTraceIDsRequest request =
        FindTraceIDsRequest.newBuilder().setQuery(RemoteQuery.of(query)).build();
    return calls
        .ask(
            RemoteCalls.READER,
            "FindTraceIDs",
            tenant,
            request,
            FindTraceIDsResponse.parser(),
            limits.deadline())
        .map(
            found -> {
              if (found.getSerializedSize() > limits.maxBytes()) {
                return new FoundTraces(List.of(), RemoteCursor.overLimit(limits.maxBytes()));
              }
              return new FoundTraces(
                  found.getTraceIdsList().stream().map(RemoteTraceReader::positionOf).toList(), "");
            });
  }

  @Override
  public Future<FoundSummaries> findTraceSummaries(
      Tenant tenant, TraceQuery query, ReadLimits limits) {
    if (limits.deadline().hasPassed()) {
      return Future.succeededFuture(new FoundSummaries(List.of(), RemoteStream.TOO_LATE));
    }
    FindTraceSummariesRequest request =
        FindTraceSummariesRequest.newBuilder().setQuery(RemoteQuery.of(query)).build();
    return calls
        .open(RemoteCalls.READER, "FindTraceSummaries", tenant, request, limits.deadline())
        .compose(stream -> new RemoteSummaries(stream, limits.maxBytes()).readAll());
  }

  @Override
  public Future<List<String>> getServices(Tenant tenant, ReadLimits limits) {
    return calls
        .ask(
            RemoteCalls.READER,
            "GetServices",
            tenant,
            GetServicesRequest.getDefaultInstance(),
            GetServicesResponse.parser(),
            limits.deadline())
        .map(
            answer -> {
              Set<String> names = new TreeSet<>(answer.getServicesList());
              names.remove("");
              return List.copyOf(names);
            });
  }

  @Override
  public Future<List<Operation>> getOperations(
      Tenant tenant, String serviceName, @Nullable SpanKind kind, ReadLimits limits) {
    GetOperationsRequest.Builder request =
        GetOperationsRequest.newBuilder().setService(serviceName);
    if (kind != null) {
      request.setSpanKind(kind.lowerCase());
    }
    return calls
        .ask(
            RemoteCalls.READER,
            "GetOperations",
            tenant,
            request.build(),
            GetOperationsResponse.parser(),
            limits.deadline())
        .map(
            answer ->
                answer.getOperationsList().stream()
                    .map(
                        operation ->
                            new Operation(operation.getName(), kindOf(operation.getSpanKind())))
                    .distinct()
                    .sorted(Comparator.comparing(Operation::name).thenComparing(Operation::kind))
                    .toList());
  }

  @Override
  public Future<List<Dependency>> getDependencies(
      Tenant tenant, long startUnixNano, long endUnixNano, ReadLimits limits) {
    GetDependenciesRequest request =
        GetDependenciesRequest.newBuilder()
            .setStartTime(RemoteQuery.timestamp(startUnixNano))
            .setEndTime(RemoteQuery.timestamp(endUnixNano))
            .build();
    return calls
        .ask(
            RemoteCalls.DEPENDENCIES,
            "GetDependencies",
            tenant,
            request,
            GetDependenciesResponse.parser(),
            limits.deadline())
        .map(RemoteTraceReader::dependencies);
  }

  /** By parent, then child; what a server lists several times, by source or by day, is added up. */
  private static List<Dependency> dependencies(GetDependenciesResponse answer) {
    TreeMap<String, TreeMap<String, Long>> counts = new TreeMap<>();
    answer
        .getDependenciesList()
        .forEach(
            call ->
                counts
                    .computeIfAbsent(call.getParent(), parent -> new TreeMap<>())
                    .merge(call.getChild(), call.getCallCount(), Long::sum));
    return counts.entrySet().stream()
        .flatMap(
            parent ->
                parent.getValue().entrySet().stream()
                    .map(
                        child -> new Dependency(parent.getKey(), child.getKey(), child.getValue())))
        .toList();
  }

  @Override
  public Future<AttributeKeyList> getAttributeKeys(
      Tenant tenant, String prefix, int limit, ReadLimits limits) {
    return RemoteStatistics.attributeKeys(calls, tenant, prefix, limit, limits);
  }

  @Override
  public Future<AttributeValueList> getAttributeValues(
      Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    return RemoteStatistics.attributeValues(calls, tenant, key, prefix, limit, limits);
  }

  @Override
  public Future<OperationStatsList> getOperationStats(
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    return RemoteStatistics.operationStats(
        calls, tenant, serviceName, startMinUnixNano, startMaxUnixNano, limits);
  }

  private static SpanKind kindOf(String name) {
    return SpanKind.fromLowerCase(name).orElse(SpanKind.UNSPECIFIED);
  }

  private static ByteString bytes(TraceId id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(id.high()).putLong(id.low()).flip());
  }

  /** Another server than Spoor does not say where a trace stands in its order. */
  private static TracePosition positionOf(FoundTraceID found) {
    return new TracePosition(
        RemoteQuery.unixNano(found.getStart()), RemoteSummaries.idOf(found.getTraceId()));
  }
}
