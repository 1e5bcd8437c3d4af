// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** Where spans came in: the first key of every account in the {@link Ledger}. */
public enum LedgerReceiver {
  /** OTLP over gRPC. */
  OTLP_GRPC("otlp_grpc", "otlp", "grpc"),
  /** OTLP over HTTP, protobuf and JSON. */
  OTLP_HTTP("otlp_http", "otlp", "http"),
  /** OTLP posted to the query port. */
  QUERY_HTTP("query_http", "jaeger_query", "http"),
  /** OTLP posted to the remote storage port. */
  REMOTE_STORAGE("remote_storage", "remote_storage", "grpc"),
  /** Jaeger's batches over gRPC. */
  JAEGER_GRPC("jaeger_grpc", "jaeger", "grpc"),
  /** Jaeger's Thrift over HTTP. */
  JAEGER_HTTP("jaeger_http", "jaeger", "http"),
  /** Jaeger's Thrift over UDP, compact. */
  AGENT_COMPACT("agent_compact", "jaeger", "udp_thrift_compact"),
  /** Jaeger's Thrift over UDP, binary. */
  AGENT_BINARY("agent_binary", "jaeger", "udp_thrift_binary"),
  /** Zipkin's Thrift over UDP, compact, as the agent of Jaeger 1 took it. */
  AGENT_ZIPKIN("agent_zipkin", "jaeger", "udp_zipkin_compact"),
  /** Zipkin over HTTP, all its formats. */
  ZIPKIN("zipkin", "zipkin", "http");

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

  /** Whether its senders hear nothing back, so that nothing can be given back to them. */
  public boolean oneWay() {
    return transport.startsWith("udp_");
  }
}
