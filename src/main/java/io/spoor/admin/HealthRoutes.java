// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.telemetry.Readiness;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** Liveness and readiness, for whoever runs this process. */
final class HealthRoutes {
  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  /** Answers 200 as long as an event loop turns. */
  void live(RoutingContext request) {
    Answers.json(request, 200, new JsonObject().put("status", "alive"));
  }

  /** Answers 200 when the process wants requests, else 503, with a reason for each component. */
  void ready(RoutingContext request) {
    Readiness.Phase phase = readiness.phase();
    List<Readiness.Component> components = readiness.components();
    JsonArray reasons = new JsonArray();
    if (phase != Readiness.Phase.RUNNING) {
      reasons.add("process: " + phase.name().toLowerCase(Locale.ROOT));
    }
    JsonArray list = new JsonArray();
    for (Readiness.Component component : components) {
      JsonObject json = new JsonObject().put("name", component.name());
      json.put("ready", component.unready().isEmpty());
      component.unready().ifPresent(reason -> json.put("reason", reason));
      component.unready().ifPresent(reason -> reasons.add(component.name() + ": " + reason));
      list.add(json);
    }
    Answers.json(
        request,
        reasons.isEmpty() ? 200 : 503,
        new JsonObject()
            .put("ready", reasons.isEmpty())
            .put("phase", phase.name().toLowerCase(Locale.ROOT))
            .put("reasons", reasons)
            .put("warnings", new JsonArray(readiness.warnings()))
            .put("components", list));
  }
}
