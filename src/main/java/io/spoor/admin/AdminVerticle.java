// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static java.util.Objects.requireNonNull;

import io.spoor.config.AdminConfig;
import io.spoor.config.TlsReload;
import io.spoor.telemetry.EventLoopMetrics;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerHistory;
import io.spoor.telemetry.Readiness;
import io.spoor.telemetry.SpoorRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves health, metrics and the ledger, and keeps the ledger's history.
 *
 * <p>Deployed first and undeployed last, once, so that it can say that the process is starting or
 * draining. Its fields belong to its event loop, the ports after {@link #start} aside.
 */
public final class AdminVerticle extends VerticleBase {
  private final AdminConfig config;
  private final SpoorRegistry registry;
  private final Ledger ledger;
  private final HealthRoutes health;
  private final JaegerHealthRoutes jaeger;
  private final LedgerRoutes ledgerRoutes;
  private final List<HttpServer> servers = new ArrayList<>();

  private WorkerExecutor worker;
  private MetricsRoute metrics;

  private volatile int port = AdminConfig.OFF;
  private volatile int statusPort = AdminConfig.OFF;
  private volatile int metricsPort = AdminConfig.OFF;

  /** Serves what these four know. */
  public AdminVerticle(
      AdminConfig config, SpoorRegistry registry, Ledger ledger, Readiness readiness, Clock clock) {
    this.config = requireNonNull(config, "config");
    this.registry = requireNonNull(registry, "registry");
    this.ledger = requireNonNull(ledger, "ledger");
    this.health = new HealthRoutes(readiness);
    this.jaeger = new JaegerHealthRoutes(readiness, clock);
    this.ledgerRoutes = new LedgerRoutes(ledger);
  }

  @Override
  public Future<?> start() {
    worker = vertx.createSharedWorkerExecutor("spoor-scrape", 1);
    metrics = new MetricsRoute(registry, worker);
    vertx.setPeriodic(LedgerHistory.STEP.toMillis(), tick -> ledger.recordHistory());
    return listen("port", config.port(), everything())
        .onSuccess(actual -> port = actual)
        .compose(done -> listen("statusPort", config.statusPort(), statusOnly()))
        .onSuccess(actual -> statusPort = actual)
        .compose(done -> listen("metricsPort", config.metricsPort(), metricsOnly()))
        .onSuccess(actual -> metricsPort = actual)
        .compose(done -> deployProbes());
  }

  @Override
  public Future<?> stop() {
    return Future.join(servers.stream().map(HttpServer::close).toList())
        .eventually(() -> worker.close());
  }

  /** The port that everything is on, {@link AdminConfig#OFF} when closed. Any thread. */
  public int port() {
    return port;
  }

  /** The port of {@code /status}, {@link AdminConfig#OFF} when closed. Any thread. */
  public int statusPort() {
    return statusPort;
  }

  /** The port of {@code /metrics}, {@link AdminConfig#OFF} when closed. Any thread. */
  public int metricsPort() {
    return metricsPort;
  }

  /** Verticles are dealt to event loops in turn, so as many as there are loops reach each one. */
  private Future<String> deployProbes() {
    EventLoopMetrics lag = new EventLoopMetrics(registry.meters());
    return vertx.deployVerticle(
        () -> new EventLoopProbeVerticle(lag),
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }

  private Router everything() {
    Router router = router();
    get(router, "/", jaeger::server);
    get(router, "/health/live", health::live);
    get(router, "/health/ready", health::ready);
    get(router, "/metrics", metrics::scrape);
    get(router, "/ledger", ledgerRoutes::snapshot);
    get(router, "/ledger/history", ledgerRoutes::history);
    return router;
  }

  private Router statusOnly() {
    Router router = router();
    get(router, "/status", jaeger::status);
    return router;
  }

  private Router metricsOnly() {
    Router router = router();
    get(router, "/metrics", metrics::scrape);
    return router;
  }

  private Router router() {
    return Router.router(vertx)
        .errorHandler(404, request -> Answers.error(request, 404, "no such path"))
        .errorHandler(405, AdminVerticle::wrongMethod);
  }

  private static void wrongMethod(RoutingContext request) {
    request.response().putHeader("Allow", "GET, HEAD");
    Answers.error(request, 405, "GET and HEAD only");
  }

  private static void get(Router router, String path, Handler<RoutingContext> handler) {
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
  }

  private Future<Integer> listen(String key, int wanted, Router router) {
    if (wanted == AdminConfig.OFF) {
      return Future.succeededFuture(AdminConfig.OFF);
    }
    HttpServer server = vertx.createHttpServer(AdminServerOptions.of(config));
    servers.add(server);
    return server
        .connectionHandler(new ConnectionLimit(AdminServerOptions.MAX_CONNECTIONS))
        .requestHandler(router)
        .listen(wanted, config.host())
        .onSuccess(bound -> TlsReload.watch(vertx, bound, config.tls(), "admin.tls"))
        .map(HttpServer::actualPort)
        .recover(failure -> Future.failedFuture(cannotListen(key, wanted, failure)));
  }

  private IllegalStateException cannotListen(String key, int wanted, Throwable failure) {
    String message = "admin." + key + ": cannot listen on " + config.host() + ":" + wanted;
    return new IllegalStateException(message + ": " + failure.getMessage(), failure);
  }
}
