// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code sampling}: what clients are told that ask how much to sample.
 *
 * @param defaultProbability of a trace of a service about which nothing else is said
 * @param http the port that answers over HTTP
 * @param grpc the port that answers over gRPC; its limits also hold for those who ask on the port
 *     of Jaeger's batches
 */
public record SamplingConfig(
    double defaultProbability, SamplingHttpConfig http, GrpcPortConfig grpc) {
  private static final int MAX_MESSAGE_BYTES = 64 << 10; // a service name

  /** Reads the section. */
  public static SamplingConfig from(ConfigSection section) {
    return new SamplingConfig(
        section.real(
            "defaultProbability", 1, 0, 1, "Share of traces that clients are told to sample."),
        section.section("http").read(SamplingHttpConfig::from),
        GrpcPortConfig.from(
            section.section("grpc"), 5779, "sampling strategies over gRPC", MAX_MESSAGE_BYTES));
  }
}
