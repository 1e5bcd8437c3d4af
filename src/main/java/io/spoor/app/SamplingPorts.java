// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.jaegertracing.api_v2.Collector;
import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.config.SamplingConfig;
import io.spoor.grpc.GrpcPort;
import io.spoor.grpc.GrpcService;
import io.spoor.sampling.SamplingGrpc;
import io.spoor.sampling.SamplingHttpHandler;
import io.spoor.sampling.SamplingHttpVerticle;
import io.spoor.sampling.SamplingStrategies;
import io.spoor.telemetry.GrpcMetrics;
import io.spoor.telemetry.SamplingMetrics;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Makes what answers questions about sampling: ports of its own, and parts of Jaeger's. */
final class SamplingPorts {
  private final SamplingConfig config;
  private final MeterRegistry meters;
  private final BooleanSupplier ready;
  private final SamplingMetrics metrics;
  private final SamplingStrategies strategies;
  private final GrpcService service;

  SamplingPorts(SamplingConfig config, MeterRegistry meters, BooleanSupplier ready) {
    this.config = config;
    this.meters = meters;
    this.ready = ready;
    this.metrics = new SamplingMetrics(meters);
    this.strategies = SamplingStrategies.probabilistic(config.defaultProbability());
    this.service = SamplingGrpc.service(strategies, metrics);
  }

  SamplingHttpVerticle http() {
    return new SamplingHttpVerticle(config.http(), strategies, metrics);
  }

  GrpcPort grpc() {
    return port("sampling.grpc", List.of(service));
  }

  SamplingHttpHandler besideThrift(Vertx vertx) {
    return new SamplingHttpHandler(vertx, strategies, metrics, config.http().timeouts().request());
  }

  /** Health and reflection name the service of batches as well, though it is served elsewhere. */
  GrpcPort besideBatches() {
    GrpcService batches = GrpcService.of(Collector.getDescriptor(), "CollectorService");
    return port("receiver.jaeger.grpc", List.of(batches, service));
  }

  private GrpcPort port(String name, List<GrpcService> services) {
    return new GrpcPort(name, config.grpc(), new GrpcMetrics(meters, name), ready, services);
  }
}
