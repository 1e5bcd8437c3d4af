// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/**
 * A request of one service, encoded once: spans of as many traces.
 *
 * <p>A span has 10 attributes, two of them unique; every fourth has an event, every fiftieth is an
 * error. An attribute is padded until a span takes {@link #BYTES_PER_SPAN} on average in OTLP;
 * other formats carry the same content.
 */
final class RequestTemplate {
  static final int BYTES_PER_SPAN = 459;

  private final Format format;
  private final int service;
  private final int spans;
  private final byte[] bytes;
  private final int[][] positions = new int[Patch.values().length][];

  RequestTemplate(Format format, int service, int spans) {
    this.format = format;
    this.service = service;
    this.spans = spans;
    Encoded request = format.encode(service, spans, padding(service, spans));
    bytes = request.toBytes();
    for (Patch patch : Patch.values()) {
      positions[patch.ordinal()] = request.positions(patch);
    }
  }

  Format format() {
    return format;
  }

  int service() {
    return service;
  }

  int spans() {
    return spans;
  }

  /** The encoded request. Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the values of one kind lie, one a span (events: one for every fourth). */
  int[] positions(Patch patch) {
    return positions[patch.ordinal()];
  }

  private static int padding(int service, int spans) {
    int wanted = BYTES_PER_SPAN * spans;
    int padding = Math.max(0, (wanted - size(service, spans, 0)) / spans);
    while (size(service, spans, padding) > wanted && padding > 0) { // a length took a byte more
      padding--;
    }
    return padding;
  }

  private static int size(int service, int spans, int padding) {
    return Format.OTLP.encode(service, spans, padding).size();
  }
}
