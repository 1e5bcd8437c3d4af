// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code receiver}: one record for each listener that takes spans in.
 *
 * @param otlpGrpc OTLP over gRPC
 * @param otlpHttp OTLP over HTTP
 * @param jaegerGrpc Jaeger's batches over gRPC
 * @param jaegerHttp Jaeger's Thrift over HTTP
 * @param agent the UDP ports of Jaeger's agent
 * @param zipkin Zipkin over HTTP
 */
public record ReceiverConfig(
    GrpcReceiverConfig otlpGrpc,
    HttpReceiverConfig otlpHttp,
    GrpcReceiverConfig jaegerGrpc,
    HttpReceiverConfig jaegerHttp,
    AgentPortsConfig agent,
    ZipkinConfig zipkin) {

  /** Reads the section. */
  public static ReceiverConfig from(ConfigSection section) {
    ConfigSection otlp = section.section("otlp");
    ConfigSection jaeger = section.section("jaeger");
    return new ReceiverConfig(
        GrpcReceiverConfig.from(otlp.section("grpc"), 4317, "OTLP over gRPC"),
        HttpReceiverConfig.from(otlp.section("http"), 4318, "OTLP over HTTP"),
        GrpcReceiverConfig.from(jaeger.section("grpc"), 14250, "Jaeger's batches over gRPC"),
        HttpReceiverConfig.from(jaeger.section("http"), 14268, "Jaeger's Thrift over HTTP"),
        AgentPortsConfig.from(jaeger),
        section.section("zipkin").read(ZipkinConfig::from));
  }
}
