// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.grpc.health.v1.HealthListResponse;
import io.vertx.grpc.health.v1.HealthProto;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * {@code grpc.health.v1.Health}: whether this process answers calls now. All services of a port are
 * ready together; the name {@code ""} stands for the process.
 */
final class HealthService {
  private static final long LOOK_MILLIS = 500;

  private final Set<String> names = new TreeSet<>();
  private final BooleanSupplier ready;

  private HealthService(List<GrpcService> services, BooleanSupplier ready) {
    this.ready = ready;
    names.add("");
    services.forEach(service -> names.add(service.name()));
  }

  /** The health of these services. */
  static GrpcService of(List<GrpcService> services, BooleanSupplier ready) {
    HealthService health = new HealthService(services, ready);
    return GrpcService.of(HealthProto.getDescriptor(), "Health")
        .method("Check", health::check)
        .method("List", health::list)
        .endless("Watch", health::watch);
  }

  private void check(GrpcCall call) {
    String name = call.request(HealthCheckRequest.parser()).getService();
    if (!names.contains(name)) {
      throw new GrpcException(GrpcStatus.NOT_FOUND, "unknown service " + name);
    }
    call.reply(answer(status()));
  }

  private void list(GrpcCall call) {
    HealthCheckResponse all = answer(status());
    HealthListResponse.Builder list = HealthListResponse.newBuilder();
    names.forEach(name -> list.putStatuses(name, all));
    call.reply(list.build());
  }

  /** Sends every change; a service that is not known may be one day, says the protocol. */
  private void watch(GrpcCall call) {
    String name = call.request(HealthCheckRequest.parser()).getService();
    if (!names.contains(name)) {
      call.send(answer(ServingStatus.SERVICE_UNKNOWN));
      return;
    }
    ServingStatus[] last = {status()};
    call.send(answer(last[0]));
    long timer =
        call.vertx()
            .setPeriodic(
                LOOK_MILLIS,
                look -> {
                  ServingStatus now = status();
                  if (now != last[0] && !call.mustWait()) {
                    last[0] = now;
                    call.send(answer(now));
                  }
                });
    call.whenOver(() -> call.vertx().cancelTimer(timer));
    call.whenStopping(
        () -> {
          if (last[0] != ServingStatus.NOT_SERVING) {
            call.send(answer(ServingStatus.NOT_SERVING));
          }
        });
  }

  private ServingStatus status() {
    return ready.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  private static HealthCheckResponse answer(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
