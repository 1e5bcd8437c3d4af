// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** Where spans came in: the first key of every account in the {@link Ledger}. */
public enum LedgerReceiver {
  /** OTLP over gRPC. */
  OTLP_GRPC("otlp_grpc", "otlp", "grpc"),
  /** OTLP over HTTP, protobuf and JSON. */
  OTLP_HTTP("otlp_http", "otlp", "http"),
  /** OTLP posted to the query port. */
  QUERY_HTTP("query_http", "jaeger_query", "http");

  private final String label;
  private final String jaegerReceiver;
  private final String transport;

  LedgerReceiver(String label, String jaegerReceiver, String transport) {
    this.label = label;
    this.jaegerReceiver = jaegerReceiver;
    this.transport = transport;
  }

  /** The word for it in metrics and JSON. */
  public String label() {
    return label;
  }

  /** What Jaeger 2 calls this receiver in its metrics. */
  public String jaegerReceiver() {
    return jaegerReceiver;
  }

  /** What Jaeger 2 calls the transport in its metrics. */
  public String transport() {
    return transport;
  }
}
