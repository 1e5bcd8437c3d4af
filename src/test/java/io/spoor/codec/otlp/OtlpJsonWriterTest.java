// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.StatusCode;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpJsonWriterTest {
  private static final TraceId TRACE = new TraceId(0, 1);
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void whatAdjustersChangedIsWritten() throws IOException {
    SpanBatch batch =
        TestSpans.batch()
            .resource("s")
            .span(1, 0xa, "a")
            .times(1000, 50)
            .attribute("k", "v")
            .event("e", 1010)
            .build();
    Trace trace =
        Trace.of(TRACE, new SpanBatch[] {batch}, new int[] {0})
            .withIds(new long[] {0xb}, new long[] {0xc})
            .withTimes(new long[] {1200}, new long[] {30})
            .withWarning(0, "first")
            .withWarning(0, "second");

    JsonNode span = write(trace).at("/0/scopeSpans/0/spans/0");

    assertThat(span.at("/traceId").textValue()).isEqualTo("00000000000000000000000000000001");
    assertThat(span.at("/spanId").textValue()).isEqualTo("000000000000000b");
    assertThat(span.at("/parentSpanId").textValue()).isEqualTo("000000000000000c");
    assertThat(span.at("/startTimeUnixNano").textValue()).isEqualTo("1200");
    assertThat(span.at("/endTimeUnixNano").textValue()).isEqualTo("1230");
    assertThat(span.at("/events/0/timeUnixNano").textValue()).isEqualTo("1210");
    assertThat(span.at("/attributes/1"))
        .isEqualTo(
            mapper.readTree(
                """
                {"key":"@jaeger@warnings","value":{"arrayValue":{"values":[
                  {"stringValue":"first"},{"stringValue":"second"}]}}}
                """));
  }

  @Test
  void sortedTraceHasAttributesByKeyAndEventsByName() throws IOException {
    SpanBatch batch =
        TestSpans.batch()
            .resource("s")
            .resourceAttribute("a", 1)
            .span(1, 1, "a")
            .attribute("z", 1)
            .attribute("b", 2)
            .event("late", 5)
            .event("early", 9, "y", 1, "x", 2)
            .build();
    Trace trace = Trace.of(TRACE, new SpanBatch[] {batch}, new int[] {0});

    JsonNode raw = write(trace).at("/0");
    JsonNode sorted = write(trace.asSorted()).at("/0");

    assertThat(raw.at("/resource/attributes/0/key").textValue()).isEqualTo("service.name");
    assertThat(sorted.at("/resource/attributes/0/key").textValue()).isEqualTo("a");
    assertThat(raw.at("/scopeSpans/0/spans/0/attributes/0/key").textValue()).isEqualTo("z");
    assertThat(sorted.at("/scopeSpans/0/spans/0/attributes/0/key").textValue()).isEqualTo("b");
    assertThat(sorted.at("/scopeSpans/0/spans/0/events/0/name").textValue()).isEqualTo("early");
    assertThat(sorted.at("/scopeSpans/0/spans/0/events/0/attributes/0/key").textValue())
        .isEqualTo("x");
  }

  @Test
  void enumsAndCountsAreIntegersAndTimesStrings() throws IOException {
    JsonNode spans = write(whole(TestSpans.shop())).findValue("spans");
    assertThat(spans.at("/0/kind").isInt()).isTrue();
    assertThat(spans.at("/0/startTimeUnixNano").isTextual()).isTrue();
    JsonNode failed =
        write(
                whole(
                    TestSpans.batch()
                        .resource("s")
                        .span(1, 1, "a")
                        .status(StatusCode.ERROR, "m")
                        .flags(-1)
                        .build()))
            .at("/0/scopeSpans/0/spans/0");
    assertThat(failed.at("/status/code").intValue()).isEqualTo(2);
    assertThat(failed.at("/flags").longValue()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void spansAreGroupedByBatchResourceAndScope() throws IOException {
    SpanBatch shop = TestSpans.shop();
    SpanBatch one = TestSpans.single(1, 77, "other", "n");
    SpanBatch[] batches = {shop, one, shop, shop};
    Trace trace = Trace.of(TRACE, batches, new int[] {0, 0, 3, 2});

    JsonNode resourceSpans = write(trace);

    assertThat(resourceSpans).hasSize(3);
    assertThat(names(resourceSpans.get(0))).containsExactly("GET /checkout", "POST order");
    assertThat(names(resourceSpans.get(1))).containsExactly("n");
    assertThat(names(resourceSpans.get(2))).containsExactly("GET cart");
  }

  @Test
  void aTraceMayBeWrittenInPieces() throws IOException {
    Trace trace = whole(TestSpans.shop());
    int spans = 0;
    for (int from = 0; from < trace.size(); from += 3) {
      int to = Math.min(from + 3, trace.size());
      int first = from;
      JsonNode piece = array(json -> OtlpJsonWriter.writeResourceSpans(trace, first, to, json));
      spans += piece.findValues("endTimeUnixNano").size();
    }
    assertThat(spans).isEqualTo(trace.size());
  }

  private static List<String> names(JsonNode resourceSpans) {
    List<String> names = new ArrayList<>();
    resourceSpans.at("/scopeSpans/0/spans").forEach(span -> names.add(span.path("name").asText()));
    return names;
  }

  private static Trace whole(SpanBatch batch) {
    SpanBatch[] batches = new SpanBatch[batch.size()];
    int[] rows = new int[batch.size()];
    Arrays.fill(batches, batch);
    Arrays.setAll(rows, row -> row);
    return Trace.of(TRACE, batches, rows);
  }

  private JsonNode write(Trace trace) throws IOException {
    return array(json -> OtlpJsonWriter.writeResourceSpans(trace, json));
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonNode array(Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = mapper.getFactory().createGenerator(out)) {
      json.writeStartArray();
      content.write(json);
      json.writeEndArray();
    }
    return mapper.readTree(out.toByteArray());
  }
}
