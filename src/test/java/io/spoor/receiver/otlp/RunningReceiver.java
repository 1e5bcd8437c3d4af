// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.config.ConfigSection;
import io.spoor.config.GrpcReceiverConfig;
import io.spoor.config.HttpReceiverConfig;
import io.spoor.receiver.TestIntake;
import java.util.Map;

/** Both OTLP receivers on free ports, with a storage behind the bus that a test decides about. */
final class RunningReceiver extends TestIntake {
  final String grpcId;
  final String httpId;
  final int grpcPort;
  final int httpPort;

  /** Starts with settings such as {@code "admission.maxMessageBytes=1KiB"}. */
  static RunningReceiver start(String... settings) {
    return new RunningReceiver(settings);
  }

  private RunningReceiver(String... settings) {
    super(settings);
    Map<String, String> grpc = under("grpc.", settings);
    grpc.putIfAbsent("port", "0");
    grpc.putIfAbsent("eventLoops", "1");
    Map<String, String> http = under("http.", settings);
    http.putIfAbsent("port", "0");
    http.putIfAbsent("eventLoops", "1");
    OtlpGrpcReceiverVerticle grpcVerticle =
        OtlpGrpcReceiverVerticle.instances(grpcPort(grpc), intake).get();
    OtlpHttpReceiverVerticle httpVerticle =
        OtlpHttpReceiverVerticle.instances(httpPort(http), intake).get();
    grpcId = await(vertx.deployVerticle(grpcVerticle));
    httpId = await(vertx.deployVerticle(httpVerticle));
    grpcPort = grpcVerticle.port();
    httpPort = httpVerticle.port();
  }

  static GrpcReceiverConfig grpcPort(Map<String, String> values) {
    return ConfigSection.of(values, section -> GrpcReceiverConfig.from(section, 4317, "OTLP"));
  }

  static HttpReceiverConfig httpPort(Map<String, String> values) {
    return ConfigSection.of(values, section -> HttpReceiverConfig.from(section, 4318, "OTLP"));
  }
}
