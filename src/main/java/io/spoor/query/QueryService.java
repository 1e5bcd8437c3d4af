// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static java.util.Objects.requireNonNull;

import io.spoor.bus.DependencyList;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetAttributeKeysRequest;
import io.spoor.bus.GetAttributeValuesRequest;
import io.spoor.bus.GetCapabilitiesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationStatsRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.OperationList;
import io.spoor.bus.RefusedException;
import io.spoor.bus.SearchCapabilities;
import io.spoor.bus.ServiceList;
import io.spoor.bus.TraceCursor;
import io.spoor.config.QueryConfig;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Deadline;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.OperationStatsList;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.Capabilities;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TraceReader;
import io.spoor.telemetry.QueryMetrics;
import io.spoor.telemetry.QueryMetrics.Operation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers questions about stored traces.
 *
 * <p>Every answer ends by the earlier of the request's deadline and {@link QueryConfig#timeout()}.
 * Futures fail with a {@link RefusedException} and may complete on any thread. Callable from any
 * thread; traces are assembled and adjusted on the context of the caller.
 */
public final class QueryService {
  private static final Adjuster AS_STORED = trace -> trace;

  private final Vertx vertx;
  private final TraceReader storage;
  private final Capabilities capabilities;
  private final QueryConfig config;
  private final QueryMetrics metrics;
  private final Adjuster adjusters;
  private final OpenRequests open;
  private final Set<TraceLease> leases = ConcurrentHashMap.newKeySet(); // bounded by open

  /**
   * A service over one store.
   *
   * @param capabilities of that store
   */
  public QueryService(
      Vertx vertx,
      TraceReader storage,
      Capabilities capabilities,
      QueryConfig config,
      QueryMetrics metrics) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.storage = requireNonNull(storage, "storage");
    this.capabilities = requireNonNull(capabilities, "capabilities");
    this.config = requireNonNull(config, "config");
    this.metrics = requireNonNull(metrics, "metrics");
    this.adjusters = new ReadTimeAdjusters(config);
    this.open = new OpenRequests(config, metrics);
  }

  /** The traces of these ids that exist, in the order of the ids, each once. */
  public Future<TraceCursor> getTraces(GetTracesRequest request) {
    return lease(
        Operation.GET_TRACES,
        request.deadline(),
        request.raw() ? AS_STORED : adjusters,
        limits -> storage.getTraces(request.tenant(), request.traceIds(), limits));
  }

  /** The traces in which a span matches, newest first. */
  public Future<TraceCursor> findTraces(FindTracesRequest request) {
    return lease(
        Operation.FIND_TRACES,
        request.deadline(),
        request.raw() ? AS_STORED : adjusters,
        limits -> storage.findTraces(request.tenant(), request.query(), limits));
  }

  /** The ids of the traces in which a span matches, newest first. */
  public Future<FoundTraces> findTraceIds(FindTracesRequest request) {
    return ask(
        Operation.FIND_TRACE_IDS,
        request.deadline(),
        limits -> storage.findTraceIds(request.tenant(), request.query(), limits));
  }

  /** Summaries of the traces in which a span matches, newest first; always of what is stored. */
  public Future<FoundSummaries> findTraceSummaries(FindTracesRequest request) {
    return ask(
        Operation.FIND_TRACE_SUMMARIES,
        request.deadline(),
        limits -> storage.findTraceSummaries(request.tenant(), request.query(), limits));
  }

  /** The names of all services, sorted. */
  public Future<ServiceList> getServices(GetServicesRequest request) {
    return ask(
            Operation.GET_SERVICES,
            request.deadline(),
            limits -> storage.getServices(request.tenant(), limits))
        .map(ServiceList::new);
  }

  /** The operations of a service, sorted by name, then kind. */
  public Future<OperationList> getOperations(GetOperationsRequest request) {
    return ask(
            Operation.GET_OPERATIONS,
            request.deadline(),
            limits ->
                storage.getOperations(
                    request.tenant(), request.serviceName(), request.kind(), limits))
        .map(OperationList::new);
  }

  /** The calls between services, sorted by parent, then child, each pair once. */
  public Future<DependencyList> getDependencies(GetDependenciesRequest request) {
    return ask(
            Operation.GET_DEPENDENCIES,
            request.deadline(),
            limits ->
                storage.getDependencies(
                    request.tenant(), request.startUnixNano(), request.endUnixNano(), limits))
        .map(QueryService::merged);
  }

  /** The attribute keys in use, sorted. */
  public Future<AttributeKeyList> getAttributeKeys(GetAttributeKeysRequest request) {
    return ask(
        Operation.GET_ATTRIBUTE_KEYS,
        request.deadline(),
        limits ->
            storage.getAttributeKeys(request.tenant(), request.prefix(), request.limit(), limits));
  }

  /** The values of an attribute, sorted. */
  public Future<AttributeValueList> getAttributeValues(GetAttributeValuesRequest request) {
    return ask(
        Operation.GET_ATTRIBUTE_VALUES,
        request.deadline(),
        limits ->
            storage.getAttributeValues(
                request.tenant(), request.key(), request.prefix(), request.limit(), limits));
  }

  /** Calls, errors and durations, sorted by service, operation, kind. */
  public Future<OperationStatsList> getOperationStats(GetOperationStatsRequest request) {
    return ask(
        Operation.GET_OPERATION_STATS,
        request.deadline(),
        limits ->
            storage.getOperationStats(
                request.tenant(),
                request.serviceName(),
                request.startUnixNano(),
                request.endUnixNano(),
                limits));
  }

  /** What searches may ask for. Known without asking storage; every store matches span by span. */
  public Future<SearchCapabilities> getCapabilities(GetCapabilitiesRequest request) {
    List<String> levels =
        Stream.of(AttributeLevel.values())
            .filter(capabilities.filterLevels()::contains)
            .map(AttributeLevel::lowerCase)
            .toList();
    return Future.succeededFuture(
        new SearchCapabilities(
            capabilities.searchWithoutServiceName(),
            true,
            levels,
            capabilities.filterOperators(),
            capabilities.paginated()));
  }

  /**
   * Refuses new requests; completes when the open ones have ended, or their leases been ended by
   * force after {@link QueryConfig#drainTimeout()}. Can be called more than once.
   */
  public Future<Void> drain() {
    Future<Void> drained = open.drain();
    if (drained.isComplete()) {
      return drained;
    }
    Promise<Void> stopped = Promise.promise();
    long timer =
        vertx.setTimer(Math.max(1, config.drainTimeout().toMillis()), t -> endAll(stopped));
    drained.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          stopped.tryComplete();
        });
    return stopped.future();
  }

  private void endAll(Promise<Void> stopped) {
    leases.forEach(lease -> lease.fail(Refusals.stopping()));
    stopped.tryComplete();
  }

  private static DependencyList merged(Collection<Dependency> dependencies) {
    TreeMap<String, TreeMap<String, Long>> calls = new TreeMap<>();
    for (Dependency dependency : dependencies) {
      calls
          .computeIfAbsent(dependency.parent(), absent -> new TreeMap<>())
          .merge(dependency.child(), dependency.callCount(), Long::sum);
    }
    List<Dependency> merged =
        calls.entrySet().stream()
            .flatMap(
                parent ->
                    parent.getValue().entrySet().stream()
                        .map(
                            child ->
                                new Dependency(parent.getKey(), child.getKey(), child.getValue())))
            .toList();
    return new DependencyList(merged);
  }

  /** Asks storage for something that comes in one piece. */
  private <T> Future<T> ask(
      Operation operation, Deadline asked, Function<ReadLimits, Future<T>> question) {
    RefusedException refusal = open.open();
    if (refusal != null) {
      return refused(operation, refusal);
    }
    Deadline deadline = deadline(asked);
    long startNanos = System.nanoTime();
    Promise<T> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, deadline.remainingMillis()),
            t -> answer.tryFail(Refusals.deadlineExceeded()));
    Future.succeededFuture(limits(deadline))
        .compose(question)
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              open.end(); // not before storage has ended it
              if (result.succeeded()) {
                answer.tryComplete(result.result());
              } else {
                answer.tryFail(Refusals.of(result.cause()));
              }
            });
    return answer
        .future()
        .onComplete(
            result -> {
              metrics.replied(operation, System.nanoTime() - startNanos);
              metrics.ended(operation, Refusals.outcome(result.cause()));
            });
  }

  /** Asks storage for traces, which are read through the lease. */
  private Future<TraceCursor> lease(
      Operation operation,
      Deadline asked,
      Adjuster adjuster,
      Function<ReadLimits, Future<BatchCursor>> question) {
    RefusedException refusal = open.open();
    if (refusal != null) {
      return refused(operation, refusal);
    }
    Deadline deadline = deadline(asked);
    long startNanos = System.nanoTime();
    Context context = vertx.getOrCreateContext();
    TraceLease lease = new TraceLease(open, metrics, context);
    leases.add(lease);
    long timer =
        vertx.setTimer(
            Math.max(1, deadline.remainingMillis()), t -> lease.fail(Refusals.deadlineExceeded()));
    lease
        .ended()
        .onComplete(
            end -> {
              vertx.cancelTimer(timer);
              leases.remove(lease);
              open.end();
              metrics.ended(operation, Refusals.outcome(end.cause()));
            });
    return lease
        .open(
            Future.succeededFuture(limits(deadline))
                .compose(question)
                .map(cursor -> new TraceSource(config, open, context, adjuster, cursor)))
        .onComplete(opened -> metrics.replied(operation, System.nanoTime() - startNanos));
  }

  private <T> Future<T> refused(Operation operation, RefusedException refusal) {
    metrics.ended(operation, Refusals.outcome(refusal));
    return Future.failedFuture(refusal);
  }

  private ReadLimits limits(Deadline deadline) {
    return new ReadLimits(deadline, config.maxBytes());
  }

  private Deadline deadline(Deadline asked) {
    Deadline latest = Deadline.after(config.timeout());
    return asked.nanoTime() - latest.nanoTime() < 0 ? asked : latest;
  }
}
