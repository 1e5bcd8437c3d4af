// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import java.time.InstantSource;
import java.util.List;

/**
 * Routes of Jaeger that need a store this version does not have: they answer as Jaeger then does.
 */
final class UnconfiguredApi {
  private static final List<String> MILLIS = List.of("endTs", "lookback", "step", "ratePer");

  private final InstantSource clock;

  UnconfiguredApi(InstantSource clock) {
    this.clock = clock;
  }

  void latencies(Exchange exchange) {
    new V1Parameters(exchange.query(), clock).requiredDouble("quantile");
    metrics(exchange);
  }

  /** Bad parameters are named first, as Jaeger does. */
  void metrics(Exchange exchange) {
    V1Parameters parameters = new V1Parameters(exchange.query(), clock);
    if (!exchange.query().has("service")) {
      throw ApiException.badParameter("service", "please provide at least one service name");
    }
    parameters.bool("groupByOperation");
    for (String kind : exchange.query().all("spanKind")) {
      try {
        Parameters.spanKind(kind);
      } catch (IllegalArgumentException e) {
        throw ApiException.badParameter("spanKind", String.valueOf(e.getMessage()));
      }
    }
    MILLIS.forEach(name -> parameters.millis(name, 0));
    minStep(exchange);
  }

  void minStep(Exchange exchange) {
    exchange.fail(501, "metrics querying is currently disabled");
  }

  /** No paths, in the shape that Jaeger's page needs, and not the sample that Jaeger sends. */
  void deepDependencies(Exchange exchange) {
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("dependencies");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** No measurements, in the shape that Jaeger's page needs. */
  void qualityMetrics(Exchange exchange) {
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("traceQualityDocumentationLink", "");
          for (String list : List.of("scores", "metrics", "clients")) {
            json.writeArrayFieldStart(list);
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }
}
