// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.grpc.GrpcService;
import java.util.ArrayList;
import java.util.List;

/** What the gRPC query port serves: {@code jaeger.api_v2} and {@code jaeger.api_v3}. */
public final class QueryGrpc {
  private QueryGrpc() {}

  /** The services, each of which asks the query service over the bus of its call's Vert.x. */
  public static List<GrpcService> services() {
    List<GrpcService> services = new ArrayList<>();
    services.add(GrpcV2Api.service());
    services.addAll(GrpcV3Api.services());
    return services;
  }
}
