// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** One message of each format, written down after the specifications. */
final class ZipkinBodies {
  static byte[] v2Json() {
    return json("v2.json");
  }

  static byte[] v1Json() {
    return json("v1.json");
  }

  static byte[] v2Proto() {
    return hex("v2-proto.hex");
  }

  static byte[] v1Thrift() {
    return hex("v1-thrift.hex");
  }

  /** What {@link SpanText} is to say. */
  static String expected(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  /** Without the end of the last line, so that every truncation is one. */
  private static byte[] json(String name) {
    return expected(name).strip().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String name) {
    String digits =
        new String(resource(name), StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining())
            .replace(" ", "");
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] resource(String name) {
    String path = "/codec/zipkin/" + name;
    try (InputStream in = ZipkinBodies.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ZipkinBodies() {}
}
