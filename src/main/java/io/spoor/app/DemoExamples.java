// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.model.SpanKind;
import java.io.PrintWriter;
import java.net.URI;

/** Remembers a trace of each kind, and prints the commands that find them. */
final class DemoExamples {
  private String anyTraceId = "";
  private String failedTraceId = "";
  private String linkedTraceId = "";

  void consider(DemoTrace trace) {
    anyTraceId = trace.id().toHex();
    for (DemoSpan span : trace.spans()) {
      if (span.kind() == SpanKind.SERVER && span.error() != null) {
        failedTraceId = anyTraceId;
      }
      if (!span.links().isEmpty()) {
        linkedTraceId = anyTraceId;
      }
    }
  }

  void print(PrintWriter out, URI query) {
    String api = query.toString().replaceAll("/+$", "") + "/api";
    long nowMillis = System.currentTimeMillis();
    out.println();
    out.println("Find them:");
    line(out, "which services there are", "'" + api + "/services'");
    line(out, "traces of one service", "'" + api + "/traces?service=checkout&limit=5'");
    line(
        out,
        "failed ones only",
        "-G '" + api + "/traces?service=frontend' --data-urlencode 'tags={\"error\":\"true\"}'");
    line(
        out,
        "slow ones of one operation",
        "-G '"
            + api
            + "/traces?service=frontend&minDuration=50ms' --data-urlencode 'operation=POST"
            + " /checkout'");
    line(out, "one trace", "'" + api + "/traces/" + anyTraceId + "'");
    if (!failedTraceId.isEmpty()) {
      line(out, "one that failed, and why", "'" + api + "/traces/" + failedTraceId + "'");
    }
    if (!linkedTraceId.isEmpty()) {
      line(out, "a delivery, linked to its order", "'" + api + "/traces/" + linkedTraceId + "'");
    }
    String dependencies = "'" + api + "/dependencies?endTs=" + nowMillis + "&lookback=3600000'";
    line(out, "who calls whom", dependencies);
  }

  private static void line(PrintWriter out, String what, String curlArguments) {
    out.println("  # " + what);
    out.println("  curl -s " + curlArguments);
  }
}
