// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Addresses;
import io.spoor.bus.DependencyList;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetAttributeKeysRequest;
import io.spoor.bus.GetAttributeValuesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationStatsRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.OperationList;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.SearchCapabilities;
import io.spoor.bus.ServiceList;
import io.spoor.bus.TraceCursor;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers on the bus out of fixed traces, and remembers what it was asked. */
final class FakeQueryService {
  private final Map<TraceId, Trace> traces = new LinkedHashMap<>();
  final List<FindTracesRequest> finds = new CopyOnWriteArrayList<>();
  final List<GetTracesRequest> gets = new CopyOnWriteArrayList<>();
  final List<GetOperationsRequest> operationRequests = new CopyOnWriteArrayList<>();
  final List<GetDependenciesRequest> dependencyRequests = new CopyOnWriteArrayList<>();
  final List<GetAttributeKeysRequest> keyRequests = new CopyOnWriteArrayList<>();
  final List<GetAttributeValuesRequest> valueRequests = new CopyOnWriteArrayList<>();
  final List<GetOperationStatsRequest> statsRequests = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger leased = new AtomicInteger();
  volatile List<String> services = List.of();
  volatile List<Operation> operations = List.of();
  volatile List<Dependency> dependencies = List.of();
  volatile AttributeKeyList attributeKeys = new AttributeKeyList(List.of(), true);
  volatile AttributeValueList attributeValues = new AttributeValueList(List.of(), true);
  volatile OperationStatsList operationStats = new OperationStatsList(List.of(), false);
  volatile SearchCapabilities capabilities =
      new SearchCapabilities(
          true,
          true,
          List.of("span", "resource", "scope", "event", "link"),
          List.of("and", "eq"),
          true);
  volatile String incomplete = "";
  volatile @Nullable Refusal refusal;
  volatile @Nullable Promise<Void> gate; // while set, answers wait for it
  volatile boolean failsAfterFirst;

  /** Adds the traces of a batch. */
  void add(SpanBatch batch) {
    add(batch, UnaryOperator.identity());
  }

  /** Adds the traces of a batch as an adjuster leaves them. */
  void add(SpanBatch batch, UnaryOperator<Trace> adjuster) {
    BatchTraces cursor = new BatchTraces(batch);
    for (Optional<Trace> next = cursor.next().result();
        next.isPresent();
        next = cursor.next().result()) {
      traces.put(next.get().id(), adjuster.apply(next.get()));
    }
  }

  void serve(Vertx vertx) {
    Addresses.SERVICES_GET.serve(vertx, request -> answer(() -> new ServiceList(services)));
    Addresses.OPERATIONS_GET.serve(
        vertx,
        request -> {
          operationRequests.add(request);
          return answer(() -> new OperationList(operations));
        });
    Addresses.DEPENDENCIES_GET.serve(
        vertx,
        request -> {
          dependencyRequests.add(request);
          return answer(() -> new DependencyList(dependencies));
        });
    Addresses.ATTRIBUTE_KEYS_GET.serve(
        vertx,
        request -> {
          keyRequests.add(request);
          return answer(() -> attributeKeys);
        });
    Addresses.ATTRIBUTE_VALUES_GET.serve(
        vertx,
        request -> {
          valueRequests.add(request);
          return answer(() -> attributeValues);
        });
    Addresses.OPERATION_STATS_GET.serve(
        vertx,
        request -> {
          statsRequests.add(request);
          return answer(() -> operationStats);
        });
    Addresses.CAPABILITIES_GET.serve(vertx, request -> answer(() -> capabilities));
    serveTraces(vertx);
  }

  private void serveTraces(Vertx vertx) {
    Addresses.TRACES_FIND.serve(
        vertx,
        request -> {
          finds.add(request);
          return answer(() -> lease(List.copyOf(traces.values())));
        });
    Addresses.TRACE_SUMMARIES_FIND.serve(
        vertx,
        request -> {
          finds.add(request);
          return answer(
              () ->
                  new FoundSummaries(
                      traces.values().stream()
                          .limit(request.query().limit())
                          .map(TestSummaries::of)
                          .toList(),
                      incomplete));
        });
    Addresses.TRACES_GET.serve(
        vertx,
        request -> {
          gets.add(request);
          return answer(
              () ->
                  lease(
                      request.traceIds().stream()
                          .flatMap(id -> Optional.ofNullable(traces.get(id)).stream())
                          .toList()));
        });
  }

  private <T> Future<T> answer(java.util.function.Supplier<T> result) {
    Refusal refused = refusal;
    if (refused != null) {
      return Future.failedFuture(new RefusedException(refused, "refused: " + refused));
    }
    Promise<Void> wait = gate;
    return (wait == null ? Future.<Void>succeededFuture() : wait.future())
        .map(ready -> result.get());
  }

  private TraceCursor lease(List<Trace> found) {
    open.incrementAndGet();
    leased.incrementAndGet();
    return new Lease(found.iterator());
  }

  private final class Lease implements TraceCursor {
    private final Iterator<Trace> rest;
    private boolean closed;
    private int given;

    Lease(Iterator<Trace> rest) {
      this.rest = rest;
    }

    @Override
    public Future<Optional<Trace>> next() {
      if (failsAfterFirst && given > 0) {
        return Future.failedFuture(new RefusedException(Refusal.STORAGE_FAILED, "disk gone"));
      }
      given++;
      return Future.succeededFuture(rest.hasNext() ? Optional.of(rest.next()) : Optional.empty());
    }

    @Override
    public Optional<String> incomplete() {
      return incomplete.isEmpty() ? Optional.empty() : Optional.of(incomplete);
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }

  /** A trace of this many spans of one batch. */
  static Trace repeated(SpanBatch batch, TraceId id, int spans) {
    SpanBatch[] batches = new SpanBatch[spans];
    Arrays.fill(batches, batch);
    int[] rows = new int[spans];
    for (int i = 0; i < spans; i++) {
      rows[i] = i % batch.size();
    }
    return Trace.of(id, batches, rows);
  }

  void add(Trace trace) {
    traces.put(trace.id(), trace);
  }
}
