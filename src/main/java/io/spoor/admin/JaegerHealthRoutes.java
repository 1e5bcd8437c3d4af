// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.telemetry.Readiness;
import io.spoor.telemetry.Readiness.Phase;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Health as Jaeger answers it.
 *
 * <p>Both answers depend on the phase alone: Jaeger's charts probe them for liveness too, and a
 * full process must not be restarted. {@code /health/ready} is the one that says full.
 */
final class JaegerHealthRoutes {
  private static final String PIPELINE = "traces";
  private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

  private final Readiness readiness;
  private final Clock clock;
  private final Instant startTime;

  JaegerHealthRoutes(Readiness readiness, Clock clock) {
    this.readiness = readiness;
    this.clock = clock;
    this.startTime = clock.instant();
  }

  /** Jaeger 1's {@code GET /}. */
  void server(RoutingContext request) {
    Readiness.Moment moment = readiness.moment();
    boolean available = moment.phase() == Phase.RUNNING;
    JsonObject body =
        new JsonObject()
            .put("status", available ? "Server available" : "Server not available")
            .put("upSince", available ? moment.since().toString() : GO_ZERO_TIME)
            .put(
                "uptime",
                available
                    ? GoDuration.text(Duration.between(moment.since(), clock.instant()))
                    : "");
    Answers.json(request, available ? 200 : 503, body);
  }

  /** Jaeger 2's {@code GET /status}, with {@code pipeline=traces} and {@code verbose}. */
  void status(RoutingContext request) {
    Optional<String> pipeline = parameter(request, "pipeline");
    if (pipeline.isPresent() && !pipeline.get().isEmpty() && !pipeline.get().equals(PIPELINE)) {
      request.response().setStatusCode(404).end().onFailure(gone -> {});
      return;
    }
    Readiness.Moment moment = readiness.moment();
    List<Readiness.Component> components = readiness.components();
    JsonObject body =
        new JsonObject()
            .put("start_time", startTime.toString())
            .mergeIn(event(moment, firstReason(components)));
    if (parameter(request, "verbose").filter(value -> !value.equals("false")).isPresent()) {
      JsonObject byComponent = byComponent(moment, components);
      body.put(
          "components",
          pipeline.isPresent() && !pipeline.get().isEmpty()
              ? byComponent
              : new JsonObject()
                  .put(
                      "pipeline:" + PIPELINE,
                      event(moment, firstReason(components)).put("components", byComponent)));
    }
    Answers.json(request, moment.phase() == Phase.RUNNING ? 200 : 503, body);
  }

  private JsonObject byComponent(Readiness.Moment moment, List<Readiness.Component> components) {
    JsonObject json = new JsonObject();
    for (Readiness.Component component : components) {
      json.put(component.name(), event(moment, component.unready()));
    }
    return json;
  }

  /** Jaeger says healthy to any status unless it is told which errors count as illness. */
  private JsonObject event(Readiness.Moment moment, Optional<String> reason) {
    JsonObject json =
        new JsonObject().put("healthy", true).put("status", statusOf(moment.phase(), reason));
    reason.ifPresent(error -> json.put("error", error));
    return json.put(
        "status_time", (reason.isPresent() ? clock.instant() : moment.since()).toString());
  }

  private static String statusOf(Phase phase, Optional<String> reason) {
    return switch (phase) {
      case STARTING -> "StatusStarting";
      case RUNNING -> reason.isPresent() ? "StatusRecoverableError" : "StatusOK";
      case DRAINING -> "StatusStopping";
    };
  }

  private static Optional<String> firstReason(List<Readiness.Component> components) {
    return components.stream().flatMap(component -> component.unready().stream()).findFirst();
  }

  private static Optional<String> parameter(RoutingContext request, String name) {
    return Optional.ofNullable(request.queryParams().get(name));
  }
}
