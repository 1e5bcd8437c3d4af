// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import io.spoor.model.TraceWarnings;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trace's protobuf says what its JSON says. */
class OtlpTraceEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 40;

  @Test
  void piecesOfAdjustedTracesSayWhatTheirJsonSays() throws Exception {
    Random random = TestSeed.random();
    for (int round = 0; round < ROUNDS; round++) {
      Trace trace = adjusted(random, random(random));
      int from = random.nextInt(trace.size());
      int to = from + 1 + random.nextInt(trace.size() - from);
      byte[] encoded = OtlpProtoEncoder.encode(trace, from, to);

      SpanBatch decoded = new OtlpProtoDecoder().decode(encoded, Allowance.UNLIMITED).batch();
      StringWriter fromProto = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(fromProto)) {
        json.writeStartArray();
        OtlpJsonWriter.writeResourceSpans(decoded, json);
        json.writeEndArray();
      }
      StringWriter direct = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(direct)) {
        json.writeStartArray();
        OtlpJsonWriter.writeResourceSpans(trace, from, to, json);
        json.writeEndArray();
      }
      assertThat(spans(fromProto.toString()))
          .hasSize(to - from)
          .containsExactlyInAnyOrderElementsOf(spans(direct.toString()));
    }
  }

  @Test
  void rawSpansThatCameAsProtobufGoOutByteForByte() {
    Random random = TestSeed.random();
    byte[] body = OtlpProtoEncoder.encode(TestSpans.random(random, 50));
    SpanBatch batch = new OtlpProtoDecoder().decode(body, Allowance.UNLIMITED).batch();
    Trace trace = trace(batch, batch);

    byte[] encoded = OtlpProtoEncoder.encode(trace, 0, batch.size());

    assertThat(encoded).isEqualTo(body);
  }

  private static Trace random(Random random) {
    SpanBatch columns = TestSpans.random(random, 1 + random.nextInt(40));
    byte[] body = OtlpProtoEncoder.encode(TestSpans.random(random, 1 + random.nextInt(40)));
    SpanBatch wire = new OtlpProtoDecoder().decode(body, Allowance.UNLIMITED).batch();
    return random.nextBoolean() ? trace(columns, wire) : trace(wire, columns);
  }

  private static Trace trace(SpanBatch first, SpanBatch second) {
    SpanBatch[] batches = new SpanBatch[first.size() + second.size()];
    int[] rows = new int[batches.length];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = i < first.size() ? first : second;
      rows[i] = i < first.size() ? i : i - first.size();
    }
    return Trace.of(new TraceId(0, 1), batches, rows);
  }

  private static Trace adjusted(Random random, Trace stored) {
    Trace trace = stored;
    if (random.nextBoolean()) {
      trace = trace.asSorted();
    }
    if (random.nextBoolean()) {
      long[] ids = random.longs(trace.size()).map(id -> id | 1).toArray();
      trace = trace.withIds(ids, random.longs(trace.size()).toArray());
    }
    if (random.nextBoolean()) {
      long[] durations = random.longs(trace.size(), 0, 1_000).toArray();
      trace = trace.withTimes(random.longs(trace.size(), 1, 1L << 60).toArray(), durations);
    }
    if (random.nextBoolean()) {
      TraceWarnings warnings = new TraceWarnings(trace.size());
      warnings.add(random.nextInt(trace.size()), "wärning");
      warnings.add(0, "another");
      trace = trace.withWarnings(warnings);
    }
    return trace;
  }

  /** One text a span: its resource, its scope and itself. */
  private static List<String> spans(String document) throws IOException {
    List<String> spans = new ArrayList<>();
    for (JsonNode resource : JSON.readTree(document.getBytes(UTF_8))) {
      for (JsonNode scope : resource.get("scopeSpans")) {
        for (JsonNode span : scope.get("spans")) {
          spans.add(
              String.join(
                  " ",
                  resource.path("resource").toString(),
                  resource.path("schemaUrl").toString(),
                  scope.path("scope").toString(),
                  scope.path("schemaUrl").toString(),
                  span.toString()));
        }
      }
    }
    return spans;
  }
}
