// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.channel.Channel;
import java.util.Locale;

/** A way to send spans: what carries them, and what they are written in. */
enum Protocol {
  /** OTLP over gRPC. */
  GRPC(Format.OTLP),
  /** OTLP over HTTP. */
  HTTP(Format.OTLP),
  /** Jaeger's batches over gRPC. */
  JAEGER(Format.JAEGER_PROTO),
  /** Jaeger's Thrift over HTTP. */
  THRIFT(Format.THRIFT_BINARY),
  /** Zipkin v2 JSON over HTTP. */
  ZIPKIN(Format.ZIPKIN_JSON),
  /** Jaeger's compact Thrift in datagrams: needs a rate, and few spans a request. */
  COMPACT(Format.THRIFT_COMPACT);

  private final Format format;

  Protocol(Format format) {
    this.format = format;
  }

  Format format() {
    return format;
  }

  boolean isGrpc() {
    return this == GRPC || this == JAEGER;
  }

  /** Whether a connection carries one request at a time. */
  boolean isOneByOne() {
    return this == HTTP || this == THRIFT || this == ZIPKIN;
  }

  boolean isDatagrams() {
    return this == COMPACT;
  }

  /** A connection over a channel that was just opened. */
  Connection open(Channel channel, Target target, int inFlight, boolean isGzip) {
    return switch (this) {
      case GRPC ->
          GrpcConnection.open(
              channel,
              target,
              "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
              inFlight,
              isGzip);
      case JAEGER ->
          GrpcConnection.open(
              channel, target, "/jaeger.api_v2.CollectorService/PostSpans", inFlight, isGzip);
      case HTTP ->
          HttpConnection.open(channel, target, "/v1/traces", "application/x-protobuf", isGzip);
      case THRIFT ->
          HttpConnection.open(channel, target, "/api/traces", "application/x-thrift", isGzip);
      case ZIPKIN ->
          HttpConnection.open(channel, target, "/api/v2/spans", "application/json", isGzip);
      case COMPACT -> new DatagramConnection(channel);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
