// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JSON of one trace with everything in it, against golden files. */
class TraceJsonTest {
  private static final TraceId ID = new TraceId(0, 0xab);

  private QueryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new QueryServer(Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Two batches of one trace; their first resources are the same process. */
  private static Trace everything() {
    SpanBatch first =
        TestSpans.batch()
            .resource("frontend")
            .resourceAttribute("host.name", "a")
            .scope("http", "1.0")
            .scopeAttribute("not.shown", "in Jaeger's JSON")
            .span(ID, 0x1a, "GET / \"ü\"")
            .kind(SpanKind.SERVER)
            .at(1_234_567_890, 9_876_543)
            .flags(0x301)
            .status(StatusCode.ERROR, "boom")
            .traceState("vendor=1")
            .attribute("z.string", "text")
            .attribute("a.int", 9_007_199_254_740_991L)
            .attribute("a.long", 9_007_199_254_740_993L)
            .attribute("b.negative", -9_007_199_254_740_992L)
            .attribute("c.double", 0.1)
            .attribute("c.whole", 3.0)
            .attribute("c.nan", Double.NaN)
            .attribute("d.bool", false)
            .attribute("e.bytes", new byte[] {1, 2, (byte) 0xff})
            .attribute("f.list", List.of("x", 1, true))
            .attribute("g.map", Map.of("k", List.of(1.5)))
            .attribute("h.unset", null)
            .attribute("@jaeger@warnings", List.of("stored one", "stored two"))
            .eventAfter(1_500, "zeta", "n", 1)
            .eventAfter(2_500, "alpha", "event", "own", "a", "first")
            .link(new TraceId(7, 8), 9)
            .link(new TraceId(0, 8), 10, "opentracing.ref_type", "child_of")
            .build();
    SpanBatch second =
        TestSpans.batch()
            .resource("frontend")
            .resourceAttribute("host.name", "a")
            .span(ID, 0x1b, "child")
            .parent(0x1a)
            .kind(SpanKind.CLIENT)
            .at(1_240_000_000, -5)
            .link(ID, 0x1a)
            .resourceWithoutName()
            .resourceAttribute("os", "x")
            .span(ID, 0x1c, "zero")
            .parent(0x1b)
            .status(StatusCode.OK, "")
            .times(0, 1_999)
            .event("early", 0)
            .build();
    return Trace.of(ID, new SpanBatch[] {first, second, second}, new int[] {0, 0, 1})
        .withWarning(0, "added")
        .withWarning(1, "only added");
  }

  @Test
  void uiJson_isAsInTheGoldenFile() throws Exception {
    server.service.add(everything());

    assertGolden("ui-trace.json", server.get("/api/traces/ab?prettyPrint=true").text());
  }

  @Test
  void sortedUiJson_isAsInTheGoldenFile() throws Exception {
    server.service.add(everything().asSorted());

    assertGolden("ui-trace-sorted.json", server.get("/api/traces/ab?prettyPrint=true").text());
  }

  @Test
  void v3Json_isAsInTheGoldenFile() throws Exception {
    server.service.add(everything());

    assertGolden("v3-trace.json", server.get("/api/v3/traces/ab").json().toPrettyString());
  }

  @Test
  void summary_countsServicesErrorsAndOrphans() throws Exception {
    server.service.add(TestSpans.shop());
    String times =
        "query.startTimeMin=2026-11-20T11:00:00Z&query.startTimeMax=2026-11-20T13:00:00Z";

    assertGolden(
        "v3-summaries.json",
        server.get("/api/v3/trace-summaries?" + times).json().toPrettyString());
  }

  @Test
  void summaries_areAnEmptyObjectForNone() throws Exception {
    assertThat(
            server
                .get(
                    "/api/v3/trace-summaries?query.start_time_min=2026-11-20T11:00:00Z"
                        + "&query.start_time_max=2026-11-20T13:00:00Z")
                .text())
        .isEqualTo("{}");
  }

  @Test
  void shiftedTimes_neverFallBelowZero() throws Exception {
    Trace trace = everything();
    long[] starts = new long[trace.size()];
    long[] durations = new long[trace.size()];
    for (int i = 0; i < trace.size(); i++) {
      starts[i] = trace.startTimeUnixNano(i) - 5_000;
      durations[i] = trace.durationNano(i);
    }
    server.service.add(trace.withTimes(starts, durations));

    JsonNode spans = server.get("/api/traces/ab").json().get("data").get(0).get("spans");

    assertThat(spans.get(0).get("startTime").asLong()).isEqualTo(1_795_176_001_234_562L);
    assertThat(spans.get(0).get("logs").get(0).get("timestamp").asLong())
        .isEqualTo(1_795_176_001_234_564L);
    assertThat(spans.get(2).get("startTime").asLong()).isZero();
    assertThat(spans.get(2).get("logs").get(0).get("timestamp").asLong()).isZero();
  }

  @Test
  void linkToTheParent_saysOfWhichKindItIs() throws Exception {
    server.service.add(
        TestSpans.batch()
            .resource("a")
            .span(ID, 2, "x")
            .parent(1)
            .link(ID, 1, "opentracing.ref_type", "follows_from")
            .build());

    assertThat(server.get("/api/traces/ab").json().at("/data/0/spans/0/references").toString())
        .isEqualTo(
            "[{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"00000000000000ab\","
                + "\"spanID\":\"0000000000000001\"}]");
  }

  @Test
  void attributesByTheHundred_areSortedToo() throws Exception {
    TestSpans spans = TestSpans.batch().resource("a").span(ID, 1, "x");
    for (int i = 0; i < 500; i++) {
      spans.attribute("key-" + (i * 7919) % 500, i);
    }
    server.service.add(spans.build(), Trace::asSorted);

    List<String> keys =
        server.get("/api/traces/ab").json().at("/data/0/spans/0/tags").findValuesAsText("key");

    assertThat(keys).hasSize(500).isSorted();
  }

  /** With -Dgolden.write=DIR the files are written anew, to be read before they are kept. */
  private static void assertGolden(String name, String actual) throws Exception {
    String directory = System.getProperty("golden.write");
    if (directory != null) {
      Files.writeString(Path.of(directory, name), actual + "\n");
    }
    try (InputStream file = TraceJsonTest.class.getResourceAsStream(name)) {
      String expected =
          new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(actual + "\n").isEqualTo(expected);
    }
  }
}
