// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.config.QueryHttpConfig;
import io.spoor.config.TlsReload;
import io.spoor.telemetry.ApiMetrics;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.QueryRoute;
import io.spoor.telemetry.Readiness;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all instances of {@link QueryHttpVerticle} share: settings, collaborators and the counts
 * that are bounded for the whole process. Callable from any thread.
 */
public final class QueryHttp {
  private static final int ANY_SHARED_PORT = -1; // with 0, every instance would get its own
  private static final int STREAMS_A_CONNECTION = 100;

  private final QueryHttpConfig config;
  private final HttpServerOptions options;
  private final ApiMetrics metrics;
  private final Handler<RoutingContext> otlpTraces;
  private final V1Api v1;
  private final V3Api v3 = new V3Api();
  private final UnconfiguredApi unconfigured;
  private final CatalogueApi catalogue;
  private final SpoorApi own;
  private final PageApi pages;
  private final TransformApi transform;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * Takes the collaborators. Blocks for reading the files of TLS.
   *
   * @param otlpTraces serves {@code POST /api/otlp/v1/traces}; reads the body itself
   */
  public QueryHttp(
      QueryHttpConfig config,
      BuildVersion version,
      Ledger ledger,
      Readiness readiness,
      ApiMetrics metrics,
      InstantSource clock,
      Handler<RoutingContext> otlpTraces) {
    this.config = config;
    this.options = options(config);
    this.metrics = metrics;
    this.otlpTraces = otlpTraces;
    this.v1 = new V1Api(clock);
    this.unconfigured = new UnconfiguredApi(clock);
    this.catalogue = new CatalogueApi(clock);
    this.own = new SpoorApi(version, ledger, readiness);
    this.pages = new PageApi(version);
    this.transform =
        new TransformApi(
            config.limits().maxTransformBytes(),
            new AtomicLong(config.limits().maxTransformTotalBytes()));
  }

  /** Settings of the server, the same for all instances, as it must be for a shared port. */
  HttpServerOptions options() {
    return new HttpServerOptions(options);
  }

  private static HttpServerOptions options(QueryHttpConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port() == 0 ? ANY_SHARED_PORT : config.port())
            .setMaxInitialLineLength(config.limits().maxUrlBytes())
            .setMaxHeaderSize(config.limits().maxHeaderBytes())
            .setHandle100ContinueAutomatically(true)
            // Looking for HTTP/2 in plain text would hide a connection until its first whole head.
            .setHttp2ClearTextEnabled(false)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(STREAMS_A_CONNECTION)
                    .setMaxHeaderListSize(config.limits().maxHeaderBytes()));
    return config.tls().applyTo(options);
  }

  /** How long the longest request may take to be answered. */
  Duration requestTimeout() {
    return config.timeouts().request();
  }

  /** Keeps the certificate of a bound listener fresh. */
  void watchCertificate(Vertx vertx, HttpServer server) {
    TlsReload.watch(vertx, server, config.tls(), "query.http.tls");
  }

  /** The watch over the connections of one event loop. */
  Connections connections(Vertx vertx) {
    return new Connections(
        vertx, config.limits().maxConnections(), connections, config.timeouts().idle(), metrics);
  }

  /** The router of one event loop. */
  Router router(Vertx vertx, Connections watch) {
    Router router = Router.router(vertx);
    router.route().handler(new TraceResponse());
    router.route().handler(watch);
    if (!config.corsOrigins().isEmpty()) {
      router.route().handler(new Cors(config.corsOrigins()));
    }
    routes().mount(router, config.basePath());
    router.errorHandler(
        400,
        routing ->
            Errors.send(
                routing.response(), 400, ErrorShape.V1.body(400, "malformed request path")));
    return router;
  }

  /** Every route with its handler. */
  Routes routes() {
    Gate gate =
        new Gate(config.limits().maxRequests(), requests, config.timeouts().request(), metrics);
    return new Routes(gate)
        .add(QueryRoute.SERVICES, v1::services)
        .add(QueryRoute.OPERATIONS, v1::operations)
        .add(QueryRoute.SERVICE_OPERATIONS, v1::operationsOfPath)
        .add(QueryRoute.FIND_TRACES, v1::findTraces)
        .add(QueryRoute.GET_TRACE, v1::getTrace)
        .add(QueryRoute.ARCHIVE_TRACE, v1::archiveTrace)
        .add(QueryRoute.TRANSFORM, transform::transform)
        .add(QueryRoute.DEPENDENCIES, v1::dependencies)
        .add(QueryRoute.DEEP_DEPENDENCIES, unconfigured::deepDependencies)
        .add(QueryRoute.ANALYTICS_DEPENDENCIES, unconfigured::deepDependencies)
        .add(QueryRoute.QUALITY_METRICS, unconfigured::qualityMetrics)
        .add(QueryRoute.METRICS_LATENCIES, unconfigured::latencies)
        .add(QueryRoute.METRICS_CALLS, unconfigured::metrics)
        .add(QueryRoute.METRICS_ERRORS, unconfigured::metrics)
        .add(QueryRoute.METRICS_MIN_STEP, unconfigured::minStep)
        .add(QueryRoute.OTLP_TRACES, exchange -> otlpTraces.handle(exchange.routing()))
        .add(QueryRoute.V3_GET_TRACE, v3::getTrace)
        .add(QueryRoute.V3_FIND_TRACES, v3::findTraces)
        .add(QueryRoute.V3_TRACE_SUMMARIES, v3::traceSummaries)
        .add(QueryRoute.V3_POST_TRACES, v3::postTraces)
        .add(QueryRoute.V3_POST_TRACE_SUMMARIES, v3::postTraceSummaries)
        .add(QueryRoute.V3_SERVICES, v3::services)
        .add(QueryRoute.V3_OPERATIONS, v3::operations)
        .add(QueryRoute.V3_DEPENDENCIES, v3::dependencies)
        .add(QueryRoute.V3_CAPABILITIES, v3::capabilities)
        .add(QueryRoute.ATTRIBUTES, catalogue::attributes)
        .add(QueryRoute.ATTRIBUTE_VALUES, catalogue::attributeValues)
        .add(QueryRoute.OPERATION_STATS, catalogue::operationStats)
        .add(QueryRoute.LEDGER, own::ledger)
        .add(QueryRoute.VERSION, own::version)
        .add(QueryRoute.STATUS, own::status)
        .add(QueryRoute.OPENAPI, pages::openApi)
        .add(QueryRoute.PAGE, pages::page);
  }
}
