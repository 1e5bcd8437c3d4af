// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.codec.BatchDecoder;
import io.spoor.codec.jaeger.JaegerProtoDecoder;
import io.spoor.codec.jaeger.ThriftBatchDecoder;
import io.spoor.codec.otlp.OtlpJsonDecoder;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.codec.zipkin.ZipkinJsonV1Decoder;
import io.spoor.codec.zipkin.ZipkinJsonV2Decoder;
import io.spoor.codec.zipkin.ZipkinProtoDecoder;
import io.spoor.codec.zipkin.ZipkinThriftDecoder;

/** One message as it came over the wire: its bytes, and what the headers said about them. */
public final class ReceivedBody {
  /** What a message may be written in. */
  public enum Format {
    /** OTLP protobuf. */
    PROTOBUF(1),
    /** OTLP JSON. */
    JSON(4),
    /** Jaeger's {@code PostSpansRequest} in protobuf. */
    JAEGER_PROTO(1),
    /** Jaeger's {@code Batch} in Thrift's binary protocol. */
    THRIFT_BINARY(1),
    /** A list of Zipkin v2 spans in JSON. */
    ZIPKIN_V2_JSON(2),
    /** Zipkin's {@code ListOfSpans} in protobuf. */
    ZIPKIN_V2_PROTO(1),
    /** A list of Zipkin v1 spans in JSON. */
    ZIPKIN_V1_JSON(2),
    /** A list of Zipkin v1 spans in Thrift's binary protocol. */
    ZIPKIN_V1_THRIFT(1);

    private final int cost;

    Format(int cost) {
      this.cost = cost;
    }

    /** About how many times as long decoding takes as that of as many bytes of protobuf. */
    int cost() {
      return cost;
    }

    /** A decoder for one thread. */
    BatchDecoder newDecoder() {
      return switch (this) {
        case PROTOBUF -> new OtlpProtoDecoder();
        case JSON -> new OtlpJsonDecoder();
        case JAEGER_PROTO -> new JaegerProtoDecoder();
        case THRIFT_BINARY -> new ThriftBatchDecoder();
        case ZIPKIN_V2_JSON -> new ZipkinJsonV2Decoder();
        case ZIPKIN_V2_PROTO -> new ZipkinProtoDecoder();
        case ZIPKIN_V1_JSON -> new ZipkinJsonV1Decoder();
        case ZIPKIN_V1_THRIFT -> ZipkinThriftDecoder.ofList();
      };
    }
  }

  private final Format format;
  private final ContentEncoding encoding;
  private final int length;
  private final int hints;

  private byte[] bytes; // let go of once inflated

  /** Takes the array over: nobody may change it any more. */
  public ReceivedBody(Format format, ContentEncoding encoding, BodyBuffer buffer) {
    this(format, encoding, buffer, 0);
  }

  /**
   * The same, for a message of which more is known.
   *
   * @param hints for the decoder: bits that the format gives a meaning to
   */
  public ReceivedBody(Format format, ContentEncoding encoding, BodyBuffer buffer, int hints) {
    this.hints = hints;
    this.format = requireNonNull(format, "format");
    this.encoding = requireNonNull(encoding, "encoding");
    this.length = buffer.length();
    this.bytes = encoding == ContentEncoding.IDENTITY ? buffer.exact() : buffer.array();
  }

  Format format() {
    return format;
  }

  ContentEncoding encoding() {
    return encoding;
  }

  /** What is known beyond the format. */
  int hints() {
    return hints;
  }

  /** Bytes over the wire. */
  int length() {
    return length;
  }

  /** The message itself, in an array of exactly its size. Asked for once. */
  byte[] inflated(Reservation reservation, int maxInflatedBytes) {
    if (encoding == ContentEncoding.IDENTITY) {
      return bytes;
    }
    byte[] inflated = encoding.inflate(bytes, length, reservation, maxInflatedBytes);
    int compressed = bytes.length;
    bytes = inflated;
    reservation.shrink(compressed);
    return inflated;
  }
}
