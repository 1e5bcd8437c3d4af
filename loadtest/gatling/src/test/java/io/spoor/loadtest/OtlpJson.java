// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.concurrent.ThreadLocalRandom;

/** Makes OTLP JSON requests: one trace of one service, a chain of spans. */
final class OtlpJson {
  private static final int SPANS = 10;
  private static final long MILLI = 1_000_000;

  private OtlpJson() {}

  static String serviceName(int number) {
    return "gatling-shop-" + number;
  }

  static String traceId() {
    return spanId() + spanId();
  }

  /** A request about one trace, which began a second ago. */
  static String request(String service, String traceId) {
    long start = (System.currentTimeMillis() - 1_000) * MILLI;
    StringBuilder spans = new StringBuilder();
    String parent = "";
    for (int i = 0; i < SPANS; i++) {
      String spanId = spanId();
      spans
          .append(i == 0 ? "" : ",")
          .append(span(traceId, spanId, parent, i, start + i * MILLI, start + (50 - i) * MILLI));
      parent = spanId;
    }
    return """
        {"resourceSpans":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"%s"}}]},
          "scopeSpans":[{"scope":{"name":"gatling"},"spans":[%s]}]}]}"""
        .formatted(service, spans);
  }

  private static String span(
      String traceId, String spanId, String parent, int depth, long start, long end) {
    return """
        {"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"step %d","kind":2,
         "startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
           {"key":"http.request.method","value":{"stringValue":"GET"}},
           {"key":"http.response.status_code","value":{"intValue":"200"}},
           {"key":"customer.tier","value":{"stringValue":"%s"}}]}"""
        .formatted(traceId, spanId, parent, depth, start, end, depth % 5 == 0 ? "gold" : "free");
  }

  private static String spanId() {
    return "%016x".formatted(ThreadLocalRandom.current().nextLong() | 1);
  }
}
