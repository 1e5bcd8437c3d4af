// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.jaegertracing.api_v2.Collector;
import io.spoor.config.ConfigSection;
import io.spoor.config.GrpcPortConfig;
import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.HttpReceiverConfig;
import io.spoor.grpc.GrpcPort;
import io.spoor.grpc.GrpcService;
import io.spoor.receiver.TestIntake;
import io.spoor.sampling.SamplingGrpc;
import io.spoor.sampling.SamplingStrategies;
import io.spoor.telemetry.GrpcMetrics;
import io.spoor.telemetry.SamplingMetrics;
import java.util.List;
import java.util.Map;

/** Jaeger's TCP receivers on free ports; what is asked about sampling is answered "sampling". */
final class RunningJaeger extends TestIntake {
  final String grpcId;
  final String httpId;
  final int grpcPort;
  final int httpPort;

  /** Starts with settings such as {@code "admission.maxMessageBytes=1KiB"}. */
  static RunningJaeger start(String... settings) {
    return new RunningJaeger(settings);
  }

  private RunningJaeger(String... settings) {
    super(settings);
    Map<String, String> grpc = under("grpc.", settings);
    grpc.putIfAbsent("port", "0");
    grpc.putIfAbsent("eventLoops", "1");
    Map<String, String> http = under("http.", settings);
    http.putIfAbsent("port", "0");
    http.putIfAbsent("eventLoops", "1");
    GrpcReceiverConfig grpcConfig =
        ConfigSection.of(grpc, section -> GrpcReceiverConfig.from(section, 14250, "Jaeger"));
    HttpReceiverConfig httpConfig =
        ConfigSection.of(http, section -> HttpReceiverConfig.from(section, 14268, "Jaeger"));
    JaegerGrpcReceiverVerticle grpcVerticle =
        JaegerGrpcReceiverVerticle.instances(grpcConfig, intake, others()).get();
    JaegerHttpReceiverVerticle httpVerticle =
        JaegerHttpReceiverVerticle.instances(
                httpConfig, intake, request -> request.response().end("sampling"))
            .get();
    grpcId = await(vertx.deployVerticle(grpcVerticle));
    httpId = await(vertx.deployVerticle(httpVerticle));
    grpcPort = grpcVerticle.port();
    httpPort = httpVerticle.port();
  }

  private GrpcPort others() {
    GrpcPortConfig config =
        ConfigSection.defaults(section -> GrpcPortConfig.from(section, 5779, "x", 64 << 10));
    GrpcService sampling =
        SamplingGrpc.service(SamplingStrategies.probabilistic(0.5), new SamplingMetrics(registry));
    String name = "receiver.jaeger.grpc";
    GrpcMetrics grpcMetrics = new GrpcMetrics(registry, name);
    return new GrpcPort(
        name,
        config,
        grpcMetrics,
        () -> true,
        List.of(GrpcService.of(Collector.getDescriptor(), "CollectorService"), sampling));
  }
}
