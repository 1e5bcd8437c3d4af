// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code receiver}: one record for each listener that takes spans in.
 *
 * @param otlpGrpc OTLP over gRPC
 * @param otlpHttp OTLP over HTTP
 */
public record ReceiverConfig(OtlpGrpcConfig otlpGrpc, OtlpHttpConfig otlpHttp) {

  /** Reads the section. */
  public static ReceiverConfig from(ConfigSection section) {
    ConfigSection otlp = section.section("otlp");
    return new ReceiverConfig(
        otlp.section("grpc").read(OtlpGrpcConfig::from),
        otlp.section("http").read(OtlpHttpConfig::from));
  }
}
