// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.config.ConfigSection;
import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.HttpReceiverConfig;
import io.spoor.receiver.TestIntake;
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
        JaegerGrpcReceiverVerticle.instances(grpcConfig, intake).get();
    JaegerHttpReceiverVerticle httpVerticle =
        JaegerHttpReceiverVerticle.instances(
                httpConfig, intake, request -> request.response().end("sampling"))
            .get();
    grpcId = await(vertx.deployVerticle(grpcVerticle));
    httpId = await(vertx.deployVerticle(httpVerticle));
    grpcPort = grpcVerticle.port();
    httpPort = httpVerticle.port();
  }
}
