// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code query}: what the role of that name runs.
 *
 * @param service bounds of the service that finds and assembles traces
 * @param http the port of the JSON APIs and the page
 * @param grpc the port of the gRPC APIs
 * @param remoteStorage the port by which other processes use this one as their storage
 */
public record QueryRoleConfig(
    QueryConfig service,
    QueryHttpConfig http,
    GrpcPortConfig grpc,
    GrpcReceiverConfig remoteStorage) {
  private static final int GRPC_PORT = 16_685;
  private static final int REMOTE_STORAGE_PORT = 17_271;
  private static final int MAX_GRPC_REQUEST_BYTES = 256 << 10;

  /** Reads the section. */
  public static QueryRoleConfig from(ConfigSection section) {
    return new QueryRoleConfig(
        section.read(QueryConfig::from),
        section.section("http").read(QueryHttpConfig::from),
        GrpcPortConfig.from(
            section.section("grpc"), GRPC_PORT, "the gRPC query APIs", MAX_GRPC_REQUEST_BYTES),
        GrpcReceiverConfig.from(
            section.section("remoteStorage"),
            REMOTE_STORAGE_PORT,
            "Jaeger's remote storage API; needs the roles collector and query"));
  }
}
