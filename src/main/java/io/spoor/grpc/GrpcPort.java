// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import static java.util.Objects.requireNonNull;

import io.spoor.config.GrpcPortConfig;
import io.spoor.config.TlsReload;
import io.spoor.telemetry.GrpcMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all instances of {@link GrpcServerVerticle} of one port share: settings, services, and the
 * counts that are bounded for the whole port. Callable from any thread.
 *
 * <p>Besides the services that it is given, a port serves {@code grpc.health.v1.Health} for them
 * and server reflection.
 */
public final class GrpcPort {
  /** Instances with one negative port share a free one; each port has a number of its own. */
  private static final AtomicInteger SHARED_PORTS = new AtomicInteger(-1); // taken by query.http

  private final String name;
  private final GrpcPortConfig config;
  private final GrpcMetrics metrics;
  private final HttpServerOptions options;
  private final Map<String, GrpcService> services = new LinkedHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();

  // guarded by this
  private int calls;
  private boolean draining;

  /**
   * Takes the settings and services. Blocks for reading the files of TLS.
   *
   * @param name its section in the configuration, such as {@code query.grpc}
   * @param ready whether calls can be answered now, as health tells; asked from any thread, quick
   */
  public GrpcPort(
      String name,
      GrpcPortConfig config,
      GrpcMetrics metrics,
      BooleanSupplier ready,
      List<GrpcService> services) {
    this.name = requireNonNull(name, "name");
    this.config = requireNonNull(config, "config");
    this.metrics = requireNonNull(metrics, "metrics");
    this.options = options(config);
    List<GrpcService> all = new ArrayList<>(services);
    all.add(HealthService.of(services, () -> !isDraining() && ready.getAsBoolean()));
    all.addAll(ReflectionService.of(all));
    all.forEach(service -> this.services.put(service.name(), service));
  }

  /** Makes the instances that serve this port, each on an event loop of its own. */
  public Supplier<GrpcServerVerticle> instances() {
    return () -> new GrpcServerVerticle(this);
  }

  private static HttpServerOptions options(GrpcPortConfig config) {
    Duration longest = config.timeouts().idle().plus(config.timeouts().request());
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port() == 0 ? SHARED_PORTS.decrementAndGet() : config.port())
            .setTcpNoDelay(true)
            .setMaxHeaderSize(config.limits().maxHeaderBytes())
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(config.limits().maxStreamsPerConnection())
                    .setMaxHeaderListSize(config.limits().maxHeaderBytes()))
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, longest.toMillis()));
    return config.tls().applyTo(options);
  }

  HttpServerOptions options() {
    return new HttpServerOptions(options);
  }

  GrpcPortConfig config() {
    return config;
  }

  GrpcMetrics metrics() {
    return metrics;
  }

  @Nullable GrpcService service(String service) {
    return services.get(service);
  }

  void watchCertificate(Vertx vertx, HttpServer server) {
    TlsReload.watch(vertx, server, config.tls(), name + ".tls");
  }

  /** Counts a connection; false when there are too many, and it is not counted. */
  boolean tryConnect() {
    if (connections.incrementAndGet() > config.limits().maxConnections()) {
      connections.decrementAndGet();
      metrics.refused(GrpcMetrics.Limit.CONNECTIONS);
      return false;
    }
    metrics.connected();
    return true;
  }

  void disconnected() {
    connections.decrementAndGet();
    metrics.disconnected();
  }

  /** Counts a call in, until {@link #callGone}; tells why it must be refused all the same. */
  @Nullable GrpcException callStarted() {
    metrics.callStarted();
    boolean full;
    boolean stopping;
    synchronized (this) {
      full = ++calls > config.limits().maxCalls();
      stopping = draining;
    }
    if (stopping) {
      return GrpcCall.shuttingDown();
    }
    if (full) {
      metrics.refused(GrpcMetrics.Limit.CALLS);
      return new GrpcException(GrpcStatus.UNAVAILABLE, "too many calls at once");
    }
    return null;
  }

  /** Counts a call out. */
  void callGone() {
    boolean last;
    synchronized (this) {
      last = --calls == 0 && draining;
    }
    if (last) {
      drained.tryComplete();
    }
  }

  private synchronized boolean isDraining() {
    return draining;
  }

  /** Refuses new calls; completes when none is open. Can be called more than once. */
  Future<Void> drain() {
    boolean idle;
    synchronized (this) {
      draining = true;
      idle = calls == 0;
    }
    if (idle) {
      drained.tryComplete();
    }
    return drained.future();
  }
}
