// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.spoor.loadtest.ProtoWriter.Patch;

/**
 * An {@code ExportTraceServiceRequest} of one service, encoded once: spans of as many traces.
 *
 * <p>A span has 10 attributes, two of them unique; every fourth has an event, every fiftieth is an
 * error. An attribute is padded until a span takes {@link #BYTES_PER_SPAN} on average.
 */
final class RequestTemplate {
  static final int BYTES_PER_SPAN = 459;
  static final int EVENT_EVERY = 4;
  static final int ERROR_EVERY = 50;
  static final int USER_ID_DIGITS = 12;
  static final int ITEM_ID_DIGITS = 16;

  private static final String[] TIERS = {
    Workload.COMMON_VALUE, "silv", "bron", "free", Workload.ERROR_TIER
  };
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0 ";

  private final int service;
  private final int spans;
  private final byte[] bytes;
  private final int[][] positions = new int[Patch.values().length][];

  RequestTemplate(int service, int spans) {
    this.service = service;
    this.spans = spans;
    ProtoWriter request = padded();
    bytes = request.toBytes();
    for (Patch patch : Patch.values()) {
      positions[patch.ordinal()] = request.positions(patch);
    }
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

  private ProtoWriter padded() {
    int wanted = BYTES_PER_SPAN * spans;
    int padding = Math.max(0, (wanted - request(0).size()) / spans);
    ProtoWriter request = request(padding);
    while (request.size() > wanted && padding > 0) { // a length may have taken a byte more
      request = request(--padding);
    }
    return request;
  }

  private ProtoWriter request(int padding) {
    ProtoWriter scopeSpans =
        new ProtoWriter()
            .message(1, new ProtoWriter().text(1, "io.spoor.loadtest").text(2, "1.0.0"));
    for (int position = 0; position < spans; position++) {
      scopeSpans.message(2, span(position, padding));
    }
    ProtoWriter resourceSpans = new ProtoWriter().message(1, resource()).message(2, scopeSpans);
    return new ProtoWriter().message(1, resourceSpans);
  }

  private ProtoWriter resource() {
    return new ProtoWriter()
        .message(1, attribute("service.name", Workload.serviceName(service)))
        .message(1, attribute("service.version", "1.42.0"))
        .message(1, attribute("host.name", "host-" + Workload.serviceName(service)))
        .message(1, attribute("deployment.environment.name", "production"))
        .message(1, attribute("telemetry.sdk.language", "java"));
  }

  private ProtoWriter span(int position, int padding) {
    boolean isError = position % ERROR_EVERY == ERROR_EVERY - 1;
    ProtoWriter span =
        new ProtoWriter().patchedBytes(1, 16, Patch.TRACE_ID).patchedBytes(2, 8, Patch.SPAN_ID);
    if (service > 0) {
      span.patchedBytes(4, 8, Patch.PARENT_SPAN_ID);
    }
    span.text(5, Workload.operationName(service, position))
        .varint(6, 2) // server
        .patchedFixed64(7, Patch.START_TIME)
        .patchedFixed64(8, Patch.END_TIME)
        .message(9, attribute("http.request.method", "GET"))
        .message(9, unique("url.full", "http://shop.example/items/", ITEM_ID_DIGITS, Patch.ITEM_ID))
        .message(9, unique(Workload.UNIQUE_KEY, "", USER_ID_DIGITS, Patch.USER_ID))
        .message(9, attribute(Workload.STATUS_KEY, isError ? 500 : 200))
        .message(9, attribute("http.route", "/items/{id}"))
        .message(9, attribute("server.address", Workload.serviceName(service)))
        .message(9, attribute("server.port", 8080))
        .message(9, attribute("network.protocol.version", "1.1"))
        .message(9, attribute(Workload.COMMON_KEY, TIERS[position % Workload.COMMON_EVERY]))
        .message(9, attribute("user_agent.original", userAgent(padding)));
    if (position % EVENT_EVERY == 0) {
      span.message(11, event());
    }
    return isError ? span.message(15, new ProtoWriter().varint(3, 2)) : span;
  }

  private static ProtoWriter event() {
    return new ProtoWriter()
        .patchedFixed64(1, Patch.EVENT_TIME)
        .text(2, "cache.miss")
        .message(3, attribute("cache.name", "items"));
  }

  private static String userAgent(int length) {
    return BROWSER.repeat(length / BROWSER.length() + 1).substring(0, length);
  }

  private static ProtoWriter attribute(String key, String value) {
    return new ProtoWriter().text(1, key).message(2, new ProtoWriter().text(1, value));
  }

  private static ProtoWriter attribute(String key, long value) {
    return new ProtoWriter().text(1, key).message(2, new ProtoWriter().varint(3, value));
  }

  private static ProtoWriter unique(String key, String prefix, int digits, Patch patch) {
    return new ProtoWriter()
        .text(1, key)
        .message(2, new ProtoWriter().patchedText(1, prefix, digits, patch));
  }
}
