// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.bus.Addresses;
import io.spoor.bus.BusCodecs;
import io.spoor.bus.FindTracesRequest;
import io.spoor.bus.GetAttributeKeysRequest;
import io.spoor.bus.GetAttributeValuesRequest;
import io.spoor.bus.GetCapabilitiesRequest;
import io.spoor.bus.GetDependenciesRequest;
import io.spoor.bus.GetOperationStatsRequest;
import io.spoor.bus.GetOperationsRequest;
import io.spoor.bus.GetServicesRequest;
import io.spoor.bus.GetTracesRequest;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.bus.SearchCapabilities;
import io.spoor.bus.TraceCursor;
import io.spoor.config.ConfigSection;
import io.spoor.config.StorageConfig;
import io.spoor.model.AttributeKey;
import io.spoor.model.Deadline;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.SpanMatcher;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.memory.MemoryStorageFactory;
import io.spoor.telemetry.QueryMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The read addresses, over the real bus and memory storage. */
class QueryVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final TraceStorage storage =
      new MemoryStorageFactory().create(ConfigSection.defaults(StorageConfig::from));
  private String deployment = "";

  @BeforeEach
  void deploy() {
    BusCodecs.register(vertx);
    get(storage.open());
    QueryService service =
        new QueryService(
            vertx,
            storage.reader(),
            storage.capabilities(),
            TestConfig.with("drainTimeout", "1m"),
            new QueryMetrics(new SimpleMeterRegistry()));
    deployment =
        get(
            vertx.deployVerticle(
                () -> new QueryVerticle(service), new DeploymentOptions().setInstances(2)));
  }

  @AfterEach
  void close() {
    get(vertx.close());
    get(storage.close());
  }

  @Test
  void tracesGet_givesTheShopAsJaegerWouldShowIt() {
    store(TestSpans.shop());

    Trace trace = only(read(getTraces(new TraceId(0x5b0c, 1))));

    assertThat(trace.size()).isEqualTo(10);
    assertThat(trace.isSorted()).isTrue();
    TraceTree tree = TraceTree.of(trace);
    assertThat(tree.rootCount()).isEqualTo(1);
    assertThat(trace.view(tree.root(0)).name()).isEqualTo("GET /checkout");
    assertThat(tree.orphanCount()).isZero();
  }

  @Test
  void tracesGet_leavesOutWhatIsNotThere() {
    store(TestSpans.shop());

    assertThat(read(getTraces(new TraceId(1, 1)))).isEmpty();
    assertThat(read(getTraces(new TraceId(1, 1), new TraceId(0x5b0c, 1)))).hasSize(1);
  }

  @Test
  void servicesOperationsAndDependencies_areThoseOfTheShop() {
    store(TestSpans.shop());
    Deadline deadline = Deadline.after(Duration.ofSeconds(20));

    assertThat(
            get(Addresses.SERVICES_GET.request(
                    vertx, new GetServicesRequest(Tenant.DEFAULT, deadline)))
                .names())
        .containsExactly("cart", "checkout", "frontend", "mail", "payment");
    assertThat(
            get(Addresses.OPERATIONS_GET.request(
                    vertx,
                    new GetOperationsRequest(
                        Tenant.DEFAULT, "checkout", SpanKind.SERVER, deadline)))
                .operations())
        .containsExactly(new Operation("POST order", SpanKind.SERVER));
    assertThat(
            get(Addresses.DEPENDENCIES_GET.request(
                    vertx, new GetDependenciesRequest(Tenant.DEFAULT, 0, Long.MAX_VALUE, deadline)))
                .dependencies())
        .contains(new Dependency("checkout", "payment", 2), new Dependency("frontend", "cart", 1));
  }

  @Test
  void attributesAndOperationStats_areThoseOfTheShop() {
    store(TestSpans.shop());
    Deadline deadline = Deadline.after(Duration.ofSeconds(20));

    assertThat(
            get(Addresses.ATTRIBUTE_KEYS_GET.request(
                    vertx, new GetAttributeKeysRequest(Tenant.DEFAULT, "service.n", 10, deadline)))
                .keys())
        .extracting(AttributeKey::key)
        .containsExactly("service.name");
    assertThat(
            get(Addresses.ATTRIBUTE_VALUES_GET.request(
                    vertx,
                    new GetAttributeValuesRequest(
                        Tenant.DEFAULT, "service.name", "c", 10, deadline)))
                .values())
        .containsExactly("cart", "checkout");
    assertThat(
            get(Addresses.OPERATION_STATS_GET.request(
                    vertx, new GetOperationStatsRequest(Tenant.DEFAULT, "mail", 0, -1, deadline)))
                .operations())
        .hasSize(1)
        .allSatisfy(stats -> assertThat(stats.service()).isEqualTo("mail"));
  }

  @Test
  void capabilities_areThoseOfTheStorage() {
    SearchCapabilities capabilities =
        get(
            Addresses.CAPABILITIES_GET.request(
                vertx,
                new GetCapabilitiesRequest(
                    Tenant.DEFAULT, Deadline.after(Duration.ofSeconds(20)))));

    assertThat(capabilities.filterLevels())
        .containsExactly("span", "resource", "scope", "event", "link");
    assertThat(capabilities.filterOperators()).isEqualTo(storage.capabilities().filterOperators());
    assertThat(capabilities.withoutServiceName()).isTrue();
    assertThat(capabilities.paginated()).isTrue();
  }

  @Test
  void stop_letsTheOpenAnswerBeReadAndRefusesTheNext() {
    store(TestSpans.shop());
    TraceCursor cursor = get(getTraces(new TraceId(0x5b0c, 1)));

    Future<Void> stopped = vertx.undeploy(deployment);
    RefusedException refused = refusalOnceStopping();

    assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(stopped.isComplete()).isFalse();
    assertThat(readAll(cursor)).hasSize(1);
    get(stopped);
    assertThatThrownBy(() -> get(getTraces(new TraceId(0x5b0c, 1))))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.UNAVAILABLE));
  }

  @Test
  void randomSearches_giveWhatBruteForceGivesInItsOrder() {
    Random random = TestSeed.random();
    List<SpanBatch> batches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      batches.add(TestSpans.random(random, 50));
      store(batches.get(i));
    }

    for (int round = 0; round < 200; round++) {
      TraceQuery query = randomQuery(random);
      List<TraceId> expected = bruteForce(batches, query);

      assertThat(get(Addresses.TRACE_IDS_FIND.request(vertx, find(query))).traceIds())
          .as("round %s: %s", round, query)
          .isEqualTo(expected);
      List<Trace> traces = read(Addresses.TRACES_FIND.request(vertx, find(query)));
      assertThat(traces).extracting(Trace::id).as("round %s", round).isEqualTo(expected);
      traces.forEach(trace -> assertThat(spans(trace)).isEqualTo(spans(batches, trace.id())));
    }
  }

  private static TraceQuery randomQuery(Random random) {
    Map<String, String> attributes = new HashMap<>();
    if (random.nextInt(3) == 0) {
      attributes.put("key-" + random.nextInt(10), "text-" + random.nextInt(20));
    }
    long start = random.nextInt(3) == 0 ? random.nextInt(1_000_000_000) : 0;
    return new TraceQuery(
        random.nextInt(3) == 0 ? null : "service-" + random.nextInt(6),
        random.nextInt(3) == 0 ? "operation-" + random.nextInt(7) : null,
        attributes,
        TestSpans.START + start,
        TestSpans.START + start + random.nextInt(1_000_000_000),
        random.nextInt(3) == 0 ? random.nextInt(50_000_000) : TraceQuery.NO_DURATION_MIN,
        random.nextInt(3) == 0 ? random.nextInt(50_000_000) : TraceQuery.NO_DURATION_MAX,
        1 + random.nextInt(20),
        null,
        null);
  }

  /** Every span is looked at, and the traces sorted by their newest match. */
  private static List<TraceId> bruteForce(List<SpanBatch> batches, TraceQuery query) {
    SpanMatcher matcher = SpanMatcher.of(query);
    Map<TraceId, Long> newest = new HashMap<>();
    for (SpanBatch batch : batches) {
      for (int row = 0; row < batch.size(); row++) {
        if (matcher.on(batch).matches(row)) {
          newest.merge(batch.span(row).traceId(), batch.spans().startTimeUnixNano(row), Math::max);
        }
      }
    }
    return newest.entrySet().stream()
        .sorted(
            Map.Entry.<TraceId, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(query.limit())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Start times and names tell random spans apart well enough. */
  private static List<String> spans(Trace trace) {
    List<String> spans = new ArrayList<>();
    for (int span = 0; span < trace.size(); span++) {
      spans.add(trace.view(span).startTimeUnixNano() + trace.view(span).name());
    }
    return spans.stream().sorted().toList();
  }

  private static List<String> spans(List<SpanBatch> batches, TraceId id) {
    List<String> spans = new ArrayList<>();
    for (SpanBatch batch : batches) {
      for (int row = 0; row < batch.size(); row++) {
        if (batch.span(row).traceId().equals(id)) {
          spans.add(batch.span(row).startTimeUnixNano() + batch.span(row).name());
        }
      }
    }
    return spans.stream().sorted().toList();
  }

  private void store(SpanBatch batch) {
    assertThat(get(storage.writer().write(Tenant.DEFAULT, batch)).rejected()).isZero();
  }

  private Future<TraceCursor> getTraces(TraceId... ids) {
    return Addresses.TRACES_GET.request(
        vertx,
        new GetTracesRequest(
            Tenant.DEFAULT, List.of(ids), false, Deadline.after(Duration.ofSeconds(20))));
  }

  private static FindTracesRequest find(TraceQuery query) {
    return new FindTracesRequest(
        Tenant.DEFAULT, query, true, Deadline.after(Duration.ofSeconds(20)));
  }

  /** Undeploying begins a moment after it was asked for; until then requests are answered. */
  private RefusedException refusalOnceStopping() {
    for (int attempt = 0; attempt < 10_000; attempt++) {
      try {
        get(getTraces(new TraceId(0x5b0c, 1))).close();
      } catch (RefusedException e) {
        return e;
      }
    }
    throw new AssertionError("never refused");
  }

  private static List<Trace> read(Future<TraceCursor> cursor) {
    return readAll(get(cursor));
  }

  private static List<Trace> readAll(TraceCursor cursor) {
    List<Trace> traces = new ArrayList<>();
    for (Optional<Trace> next = get(cursor.next()); next.isPresent(); next = get(cursor.next())) {
      traces.add(next.get());
    }
    return traces;
  }

  private static Trace only(List<Trace> traces) {
    assertThat(traces).hasSize(1);
    return traces.get(0);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
