// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.admin.AdminVerticle;
import io.spoor.bus.BusCodecs;
import io.spoor.config.AgentPortConfig;
import io.spoor.config.AgentPortsConfig;
import io.spoor.config.GrpcPortConfig;
import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.HttpReceiverConfig;
import io.spoor.config.QueryHttpConfig;
import io.spoor.config.ReceiverConfig;
import io.spoor.config.SamplingHttpConfig;
import io.spoor.config.SpoorConfig;
import io.spoor.grpc.GrpcPort;
import io.spoor.grpc.GrpcServerVerticle;
import io.spoor.model.Tenant;
import io.spoor.processor.ProcessorVerticle;
import io.spoor.query.QueryService;
import io.spoor.query.QueryVerticle;
import io.spoor.query.api.BuildVersion;
import io.spoor.query.api.QueryGrpc;
import io.spoor.query.api.QueryHttp;
import io.spoor.query.api.QueryHttpVerticle;
import io.spoor.query.api.StorageGrpc;
import io.spoor.receiver.ByteBudget;
import io.spoor.receiver.Intake;
import io.spoor.receiver.SpanIntake;
import io.spoor.receiver.jaeger.AgentPort;
import io.spoor.receiver.jaeger.AgentReceiverVerticle;
import io.spoor.receiver.jaeger.JaegerGrpcReceiverVerticle;
import io.spoor.receiver.jaeger.JaegerHttpReceiverVerticle;
import io.spoor.receiver.otlp.OtlpGrpcReceiverVerticle;
import io.spoor.receiver.otlp.OtlpHttpHandler;
import io.spoor.receiver.otlp.OtlpHttpReceiverVerticle;
import io.spoor.receiver.otlp.RemoteStorageVerticle;
import io.spoor.receiver.zipkin.ZipkinReceiverVerticle;
import io.spoor.sampling.SamplingHttpVerticle;
import io.spoor.storage.MeteredTraceStorage;
import io.spoor.storage.Storages;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.memory.MemoryStorageFactory;
import io.spoor.storage.remote.ForwardingTraceStorage;
import io.spoor.storage.remote.RemoteStorageFactory;
import io.spoor.storage.segment.SegmentStorageFactory;
import io.spoor.telemetry.AgentMetrics;
import io.spoor.telemetry.ApiMetrics;
import io.spoor.telemetry.GrpcMetrics;
import io.spoor.telemetry.HighWaterGauge;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerCounts;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.ProcessorMetrics;
import io.spoor.telemetry.QueryMetrics;
import io.spoor.telemetry.Readiness;
import io.spoor.telemetry.ReceiverMetrics;
import io.spoor.telemetry.SpoorRegistry;
import io.spoor.telemetry.StorageMetrics;
import io.spoor.telemetry.WriterMetrics;
import io.spoor.writer.StorageWriterVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs in this process: builds it, starts consumers before producers, and drains it
 * in reverse.
 *
 * <pre>
 * start:  admin, storage, writer, processor, query service, query port, receivers
 * stop:   receivers, query port, query service, processor, writer, storage, admin
 * </pre>
 *
 * <p>Started and stopped once each, from any thread.
 */
final class Pipeline {
  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
  private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();
  // Vert.x would leave a cache folder behind in the temporary one when the process is killed.
  private static final FileSystemOptions NO_FILE_CACHE =
      new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
  private static final int NOT_IMPLEMENTED = 501;
  private static final String NO_COLLECTOR = "this process has no collector role\n";

  private final SpoorConfig config;
  private final Ledger ledger = new Ledger(Clock.systemUTC());
  private final SpoorRegistry registry = new SpoorRegistry(ledger);
  private final Readiness readiness = new Readiness();
  private final Vertx vertx;
  private final TraceStorage storage;
  private final List<Listener> listeners = new ArrayList<>();
  private @Nullable Intake intake; // where there is a collector
  private final Deque<Supplier<Future<?>>> started = new ArrayDeque<>(); // ends, last one first

  /** Builds everything; nothing runs yet. */
  Pipeline(SpoorConfig config) {
    this.config = config;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(NO_FILE_CACHE));
    BusCodecs.register(vertx);
    this.storage = config.topology().forwards() ? forwarding() : stored();
  }

  private TraceStorage stored() {
    return new Storages(
            List.of(
                new MemoryStorageFactory(),
                new RemoteStorageFactory(vertx),
                new SegmentStorageFactory(registry.meters(), ledger::replayed)))
        .create(config.storage(), new StorageMetrics(registry.meters()));
  }

  private TraceStorage forwarding() {
    return new MeteredTraceStorage(
        new ForwardingTraceStorage(vertx, config.agent(), registry.meters(), ledger::replayed),
        new StorageMetrics(registry.meters()));
  }

  /** Starts all parts that the roles name; fails when one cannot, and then needs {@link #stop}. */
  Future<Void> start() {
    AdminVerticle admin =
        new AdminVerticle(config.admin(), registry, ledger, readiness, Clock.systemUTC());
    return deploy(() -> admin, 1)
        .onSuccess(id -> listAdmin(admin))
        .compose(id -> openStorage())
        .compose(v -> startCollector())
        .compose(v -> startQuery())
        .compose(v -> startReceivers())
        .onSuccess(v -> readiness.started());
  }

  /** The ports that are served, once started. */
  List<Listener> listeners() {
    return List.copyOf(listeners);
  }

  /** Ends all parts that were started, in reverse; what was accepted is answered first. */
  Future<Void> stop() {
    readiness.draining();
    return endNext()
        .eventually(
            () -> {
              LedgerCounts total = ledger.snapshot().total();
              log.info("Ledger at the end {}", total);
              registry.close();
              return vertx.close();
            });
  }

  private Future<Void> openStorage() {
    readiness.register("storage", storage::unready);
    config
        .weakness()
        .ifPresent(
            weakness -> {
              log.warn("Acknowledged spans can be lost: {}", weakness);
              readiness.warn(weakness);
            });
    started.push(storage::close);
    return storage.open();
  }

  private Future<Void> startCollector() {
    if (!config.topology().receives()) {
      return Future.succeededFuture();
    }
    WriterMetrics metrics = new WriterMetrics(registry.meters());
    HighWaterGauge inFlight =
        new HighWaterGauge(
            registry.meters(), "writer.inflight.bytes", "Bytes of batches on their way to storage");
    ProcessorMetrics processor = new ProcessorMetrics(registry.meters());
    StorageWriterVerticle writer =
        new StorageWriterVerticle(config.writer(), storage.writer(), metrics, inFlight);
    readiness.register("writer", writer::unready);
    return deploy(() -> writer, 1)
        .compose(
            v -> deploy(() -> new ProcessorVerticle(config.processor(), processor), EVENT_LOOPS))
        .onSuccess(v -> openIntake());
  }

  private void openIntake() {
    ReceiverMetrics metrics = new ReceiverMetrics(registry.meters());
    ByteBudget budget = new ByteBudget(config.admission(), metrics);
    readiness.register("admission", budget::unready);
    for (LedgerReceiver receiver : LedgerReceiver.values()) { // so that counters start from zero
      ledger.account(receiver, Tenant.DEFAULT.name());
    }
    SpanIntake spans = new SpanIntake(vertx, config.admission(), ledger, metrics);
    Intake opened = new Intake(config.admission(), budget, spans, metrics);
    intake = opened;
    started.push(
        () -> {
          opened.close();
          return Future.succeededFuture();
        });
  }

  private Future<Void> startQuery() {
    if (!config.topology().answersQueries()) {
      return Future.succeededFuture();
    }
    QueryService service =
        new QueryService(
            vertx,
            storage.reader(),
            storage.capabilities(),
            config.query().service(),
            new QueryMetrics(registry.meters()));
    QueryHttp http =
        new QueryHttp(
            config.query().http(),
            BuildVersion.ofManifest(),
            ledger,
            readiness,
            new ApiMetrics(registry.meters()),
            Clock.systemUTC(),
            otlpOnQueryPort());
    QueryHttpConfig port = config.query().http();
    List<QueryHttpVerticle> servers = new ArrayList<>();
    return deploy(() -> new QueryVerticle(service), EVENT_LOOPS)
        .compose(v -> deploy(collecting(() -> new QueryHttpVerticle(http), servers), EVENT_LOOPS))
        .recover(e -> cannotListen("query.http", port.host(), port.port(), e))
        .onSuccess(v -> listening("query.http", port.host(), servers.get(0).port()))
        .compose(v -> startQueryGrpc());
  }

  private Future<Void> startQueryGrpc() {
    String name = "query.grpc";
    GrpcPortConfig port = config.query().grpc();
    if (!port.enabled()) {
      return Future.succeededFuture();
    }
    GrpcMetrics metrics = new GrpcMetrics(registry.meters(), name);
    GrpcPort grpc = new GrpcPort(name, port, metrics, readiness::ready, QueryGrpc.services());
    return serve(
        name,
        new Address(port.host(), port.port(), EVENT_LOOPS),
        grpc.instances(),
        GrpcServerVerticle::port);
  }

  /** Receives OTLP where the web page posts it; the port itself is the query API's. */
  private Handler<RoutingContext> otlpOnQueryPort() {
    Intake shared = intake;
    if (shared == null) {
      return routing -> routing.response().setStatusCode(NOT_IMPLEMENTED).end(NO_COLLECTOR);
    }
    OtlpHttpHandler handler =
        OtlpHttpHandler.mounted(
            vertx, shared, LedgerReceiver.QUERY_HTTP, config.receiver().otlpHttp().timeouts());
    started.push(handler::drain);
    return routing -> handler.receive(routing.request());
  }

  private Future<Void> startReceivers() {
    Intake shared = intake;
    if (shared == null) {
      return Future.succeededFuture();
    }
    ReceiverConfig receiver = config.receiver();
    return serveGrpc(
            "receiver.otlp.grpc",
            receiver.otlpGrpc(),
            OtlpGrpcReceiverVerticle.instances(receiver.otlpGrpc(), shared),
            OtlpGrpcReceiverVerticle::port)
        .compose(
            v ->
                serveHttp(
                    "receiver.otlp.http",
                    receiver.otlpHttp(),
                    OtlpHttpReceiverVerticle.instances(receiver.otlpHttp(), shared),
                    OtlpHttpReceiverVerticle::port))
        .compose(v -> startJaegerReceivers(shared))
        .compose(v -> startRemoteStorage(shared))
        .compose(v -> startAgentPorts(shared))
        .compose(
            v ->
                serveHttp(
                    "receiver.zipkin.http",
                    receiver.zipkin().http(),
                    ZipkinReceiverVerticle.instances(receiver.zipkin(), shared),
                    ZipkinReceiverVerticle::port));
  }

  /** Serves this process's storage to others, where it can be read as well as written. */
  private Future<Void> startRemoteStorage(Intake shared) {
    String name = "query.remoteStorage";
    GrpcReceiverConfig port = config.query().remoteStorage();
    if (!config.topology().answersQueries()) {
      return Future.succeededFuture();
    }
    GrpcPort readers =
        new GrpcPort(
            name,
            config.query().grpc(),
            new GrpcMetrics(registry.meters(), name),
            readiness::ready,
            StorageGrpc.services());
    return serveGrpc(
        name,
        port,
        RemoteStorageVerticle.instances(port, shared, readers),
        RemoteStorageVerticle::port);
  }

  private Future<Void> startJaegerReceivers(Intake shared) {
    ReceiverConfig receiver = config.receiver();
    SamplingPorts sampling =
        new SamplingPorts(config.sampling(), registry.meters(), readiness::ready);
    return serveGrpc(
            "receiver.jaeger.grpc",
            receiver.jaegerGrpc(),
            JaegerGrpcReceiverVerticle.instances(
                receiver.jaegerGrpc(), shared, sampling.besideBatches()),
            JaegerGrpcReceiverVerticle::port)
        .compose(
            v ->
                serveHttp(
                    "receiver.jaeger.http",
                    receiver.jaegerHttp(),
                    JaegerHttpReceiverVerticle.instances(
                        receiver.jaegerHttp(), shared, sampling.besideThrift(vertx)),
                    JaegerHttpReceiverVerticle::port))
        .compose(v -> startSampling(sampling));
  }

  private Future<Void> startSampling(SamplingPorts sampling) {
    SamplingHttpConfig http = config.sampling().http();
    GrpcPortConfig grpc = config.sampling().grpc();
    Future<Void> served =
        http.enabled()
            ? serve(
                "sampling.http",
                new Address(http.host(), http.port(), 1),
                sampling::http,
                SamplingHttpVerticle::port)
            : Future.succeededFuture();
    return grpc.enabled()
        ? served.compose(
            v ->
                serve(
                    "sampling.grpc",
                    new Address(grpc.host(), grpc.port(), 1),
                    sampling.grpc().instances(),
                    GrpcServerVerticle::port))
        : served;
  }

  private Future<Void> startAgentPorts(Intake shared) {
    AgentMetrics metrics = new AgentMetrics(registry.meters());
    AgentPortsConfig ports = config.receiver().agent();
    return serveUdp(AgentPort.compact(ports.compact()), shared, metrics)
        .compose(v -> serveUdp(AgentPort.binary(ports.binary()), shared, metrics))
        .compose(v -> serveUdp(AgentPort.zipkin(ports.zipkin()), shared, metrics));
  }

  private Future<Void> serveUdp(AgentPort port, Intake shared, AgentMetrics metrics) {
    AgentPortConfig at = port.config();
    return at.enabled()
        ? serve(
            port.name(),
            new Address(at.host(), at.port(), 1),
            () -> new AgentReceiverVerticle(port, shared, metrics),
            AgentReceiverVerticle::port)
        : Future.succeededFuture();
  }

  private <V extends Deployable> Future<Void> serveGrpc(
      String name, GrpcReceiverConfig port, Supplier<V> maker, ToIntFunction<V> bound) {
    return port.enabled()
        ? serve(name, new Address(port.host(), port.port(), port.eventLoops()), maker, bound)
        : Future.succeededFuture();
  }

  private <V extends Deployable> Future<Void> serveHttp(
      String name, HttpReceiverConfig port, Supplier<V> maker, ToIntFunction<V> bound) {
    return port.enabled()
        ? serve(name, new Address(port.host(), port.port(), port.eventLoops()), maker, bound)
        : Future.succeededFuture();
  }

  /**
   * Deploys the verticles of one port.
   *
   * @param bound reads the port that one of them serves
   */
  private <V extends Deployable> Future<Void> serve(
      String name, Address at, Supplier<V> maker, ToIntFunction<V> bound) {
    List<V> servers = new ArrayList<>();
    return deploy(collecting(maker, servers), at.eventLoops())
        .recover(e -> cannotListen(name, at.host(), at.port(), e))
        .onSuccess(v -> listening(name, at.host(), bound.applyAsInt(servers.get(0))));
  }

  private void listAdmin(AdminVerticle admin) {
    String host = config.admin().host();
    listening("admin", host, admin.port());
    listening("admin.status", host, admin.statusPort());
    listening("admin.metrics", host, admin.metricsPort());
  }

  private void listening(String name, String host, int port) {
    if (port >= 0) {
      listeners.add(new Listener(name, host, port));
      log.info("listening {} {}:{}", name, host, port);
    }
  }

  /** Names the port: the system only says that an address is in use, or not known. */
  private static Future<Void> cannotListen(String name, String host, int port, Throwable failure) {
    String message = name + ": cannot listen on " + host + ":" + port;
    return Future.failedFuture(
        new IllegalStateException(message + ": " + failure.getMessage(), failure));
  }

  private static <V> Supplier<V> collecting(Supplier<V> maker, List<V> made) {
    return () -> {
      V instance = maker.get();
      made.add(instance);
      return instance;
    };
  }

  private Future<Void> deploy(Supplier<? extends Deployable> maker, int instances) {
    DeploymentOptions options = new DeploymentOptions().setInstances(instances);
    return vertx
        .deployVerticle(maker, options)
        .onSuccess(id -> started.push(() -> vertx.undeploy(id)))
        .mapEmpty();
  }

  /**
   * Ends what was started last, then the rest; a part that fails to end does not keep the others.
   */
  private Future<Void> endNext() {
    Supplier<Future<?>> end = started.poll();
    if (end == null) {
      return Future.succeededFuture();
    }
    return Future.succeededFuture()
        .<Void>compose(v -> end.get().mapEmpty())
        .onFailure(e -> log.warn("A part did not end well", e))
        .transform(ended -> endNext());
  }

  /** Where a port is to be served, and by how many threads. */
  private record Address(String host, int port, int eventLoops) {}

  /**
   * A port that is served.
   *
   * @param name of its section in the configuration
   */
  record Listener(String name, String host, int port) {}
}
