// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.spoor.telemetry.IntakeReason;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a body may be compressed. */
public enum ContentEncoding {
  /** Not at all. */
  IDENTITY,
  /** RFC 1952, several members too. */
  GZIP,
  /** HTTP's deflate: RFC 1950, or, as many send it, RFC 1951. */
  DEFLATE,
  /** RFC 8878. */
  ZSTD,
  /** A snappy block, or the snappy framing format. */
  SNAPPY,
  /** The LZ4 frame format. */
  LZ4;

  private static final Map<String, ContentEncoding> HTTP =
      Map.ofEntries(
          Map.entry("", IDENTITY),
          Map.entry("identity", IDENTITY),
          Map.entry("gzip", GZIP),
          Map.entry("x-gzip", GZIP),
          Map.entry("deflate", DEFLATE),
          Map.entry("zlib", DEFLATE),
          Map.entry("zstd", ZSTD),
          Map.entry("snappy", SNAPPY),
          Map.entry("x-snappy-framed", SNAPPY),
          Map.entry("lz4", LZ4));

  private static final Set<ContentEncoding> GRPC = Set.of(IDENTITY, GZIP, ZSTD, SNAPPY);

  /** What {@link #ofHttp} knows, as an {@code Accept-Encoding} header lists it. */
  public static final String HTTP_NAMES = "gzip, deflate, zlib, zstd, snappy, lz4";

  /** What {@link #ofGrpc} knows, as a {@code grpc-accept-encoding} header lists it. */
  public static final String GRPC_NAMES = "identity,gzip,zstd,snappy";

  /** By the value of a {@code Content-Encoding} header; empty when it is not known. */
  public static Optional<ContentEncoding> ofHttp(String name) {
    return Optional.ofNullable(HTTP.get(name.trim().toLowerCase(Locale.ROOT)));
  }

  /** By the value of a {@code grpc-encoding} header; empty when it is not known. */
  public static Optional<ContentEncoding> ofGrpc(String name) {
    return ofHttp(name).filter(GRPC::contains);
  }

  /**
   * Inflates a whole body into an array of exactly its size, for which the reservation grows.
   *
   * @throws IntakeException when the data is broken, or inflates to more than is allowed
   */
  byte[] inflate(byte[] in, int length, Reservation reservation, int maxBytes) {
    try {
      return inflate(in, length, new Inflaters.Limits(reservation, maxBytes)).exact();
    } catch (IOException | IllegalArgumentException e) {
      throw new IntakeException(
          IntakeReason.MALFORMED,
          "broken " + name().toLowerCase(Locale.ROOT) + " data: " + e.getMessage());
    }
  }

  private InflatedBody inflate(byte[] in, int length, Inflaters.Limits limits) throws IOException {
    return switch (this) {
      case IDENTITY -> throw new IllegalArgumentException("nothing to inflate");
      case GZIP -> Inflaters.gzip(in, length, limits);
      case DEFLATE -> Inflaters.deflate(in, length, limits);
      case ZSTD -> Inflaters.zstd(in, length, limits);
      case SNAPPY -> Inflaters.snappy(in, length, limits);
      case LZ4 -> Inflaters.lz4(in, length, limits);
    };
  }
}
