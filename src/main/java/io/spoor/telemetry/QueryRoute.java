// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/**
 * Every route of the query port: the tag of its metrics, and the list that the OpenAPI description
 * is held against.
 */
public enum QueryRoute {
  /** Names of services. */
  SERVICES("GET", "/api/services"),
  /** Operations of a service with their kinds. */
  OPERATIONS("GET", "/api/operations"),
  /** Names of a service's operations. */
  SERVICE_OPERATIONS("GET", "/api/services/{service}/operations"),
  /** Search, or several traces by id. */
  FIND_TRACES("GET", "/api/traces"),
  /** A trace by id. */
  GET_TRACE("GET", "/api/traces/{traceId}"),
  /** Moves a trace to the archive. */
  ARCHIVE_TRACE("POST", "/api/archive/{traceId}"),
  /** OTLP JSON to the JSON of Jaeger's UI. */
  TRANSFORM("POST", "/api/transform"),
  /** Calls between services. */
  DEPENDENCIES("GET", "/api/dependencies"),
  /** Paths through a service. */
  DEEP_DEPENDENCIES("GET", "/api/deep-dependencies"),
  /** Paths through a service, where Jaeger's UI asks for them. */
  ANALYTICS_DEPENDENCIES("GET", "/analytics/v1/dependencies"),
  /** Quality of a service's traces. */
  QUALITY_METRICS("GET", "/api/quality-metrics"),
  /** Latencies over time. */
  METRICS_LATENCIES("GET", "/api/metrics/latencies"),
  /** Call rates over time. */
  METRICS_CALLS("GET", "/api/metrics/calls"),
  /** Error rates over time. */
  METRICS_ERRORS("GET", "/api/metrics/errors"),
  /** Smallest step of the metrics. */
  METRICS_MIN_STEP("GET", "/api/metrics/minstep"),
  /** Spans in, over OTLP. */
  OTLP_TRACES("POST", "/api/otlp/v1/traces"),
  /** A trace by id, as OTLP. */
  V3_GET_TRACE("GET", "/api/v3/traces/{traceId}"),
  /** Search, as OTLP. */
  V3_FIND_TRACES("GET", "/api/v3/traces"),
  /** Search, a few numbers a trace. */
  V3_TRACE_SUMMARIES("GET", "/api/v3/trace-summaries"),
  /** Search with its conditions in the body, as OTLP. */
  V3_POST_TRACES("POST", "/api/v3/traces"),
  /** Search with its conditions in the body, a few numbers a trace. */
  V3_POST_TRACE_SUMMARIES("POST", "/api/v3/trace-summaries"),
  /** Names of services. */
  V3_SERVICES("GET", "/api/v3/services"),
  /** Operations of a service. */
  V3_OPERATIONS("GET", "/api/v3/operations"),
  /** Calls between services. */
  V3_DEPENDENCIES("GET", "/api/v3/dependencies"),
  /** What searches may ask for. */
  V3_CAPABILITIES("GET", "/api/v3/capabilities"),
  /** Attribute keys. */
  ATTRIBUTES("GET", "/api/spoor/v1/attributes"),
  /** Values of an attribute. */
  ATTRIBUTE_VALUES("GET", "/api/spoor/v1/attributes/{key}/values"),
  /** Calls, errors and durations by operation. */
  OPERATION_STATS("GET", "/api/spoor/v1/operations/stats"),
  /** The ledger and its last hour. */
  LEDGER("GET", "/api/spoor/v1/ledger"),
  /** Which build this is. */
  VERSION("GET", "/api/spoor/v1/version"),
  /** Readiness of the components. */
  STATUS("GET", "/api/spoor/v1/status"),
  /** The OpenAPI description. */
  OPENAPI("GET", "/api/spoor/v1/openapi.yaml"),
  /** The page, for every path that is no API. */
  PAGE("GET", "/");

  private final String method;
  private final String path;

  QueryRoute(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** The path below the base path; a name in braces stands for what the caller puts there. */
  public String path() {
    return path;
  }
}
