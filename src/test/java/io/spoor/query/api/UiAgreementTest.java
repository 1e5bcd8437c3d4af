// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Model;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.jaeger.JaegerSpanEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Jaeger's JSON and its protobuf say the same of a span. */
class UiAgreementTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void jsonAndProtobufSayTheSame() throws IOException {
    Random random = TestSeed.random();
    for (int i = 0; i < 40; i++) {
      SpanBatch batch = TestSpans.random(random, 20);
      for (int row = 0; row < batch.size(); row++) {
        Trace trace = Trace.of(batch.span(row).traceId(), new SpanBatch[] {batch}, new int[] {row});
        assertSame(trace);
        long start = trace.startTimeUnixNano(0) + random.nextInt(2000) - 1000;
        long[] durations = {trace.durationNano(0)};
        assertSame(
            trace.withTimes(new long[] {start}, durations).withWarning(0, "moved").asSorted());
      }
    }
  }

  private void assertSame(Trace trace) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = mapper.getFactory().createGenerator(bytes)) {
      UiTraceWriter writer = new UiTraceWriter(json, trace);
      writer.begin();
      writer.writeSpan(0);
      writer.end();
    }
    JsonNode json = mapper.readTree(bytes.toByteArray());
    Model.Span proto = Model.Span.parseFrom(new JaegerSpanEncoder(trace).span(0));
    JsonNode span = json.get("spans").get(0);
    assertThat(span.get("operationName").textValue()).isEqualTo(proto.getOperationName());
    assertThat(span.get("spanID").textValue()).isEqualTo(hex(proto.getSpanId().toByteArray()));
    assertThat(span.path("flags").asLong()).isEqualTo(proto.getFlags());
    assertThat(time(span.get("startTime"))).isEqualTo(micros(proto.getStartTime()));
    assertThat(span.get("duration").asLong()).isEqualTo(durationMicros(proto));
    assertThat(references(span)).isEqualTo(references(proto));
    assertTags(span.get("tags"), proto.getTagsList());
    assertThat(span.get("logs")).hasSize(proto.getLogsCount());
    for (int i = 0; i < proto.getLogsCount(); i++) {
      JsonNode log = span.get("logs").get(i);
      assertThat(time(log.get("timestamp"))).isEqualTo(micros(proto.getLogs(i).getTimestamp()));
      assertTags(log.get("fields"), proto.getLogs(i).getFieldsList());
    }
    assertThat(texts(span.get("warnings"))).isEqualTo(proto.getWarningsList());
    JsonNode process = json.get("processes").get("p1");
    assertThat(process.get("serviceName").textValue())
        .isEqualTo(proto.getProcess().getServiceName());
    assertTags(process.get("tags"), proto.getProcess().getTagsList());
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  private static String time(JsonNode micros) {
    return micros.asText();
  }

  private static String micros(Timestamp time) {
    return Long.toUnsignedString(time.getSeconds() * 1_000_000 + time.getNanos() / 1000);
  }

  private static long durationMicros(Model.Span span) {
    long micros =
        span.getDuration().getSeconds() * 1_000_000 + span.getDuration().getNanos() / 1000;
    return Math.max(0, micros);
  }

  private static List<String> references(JsonNode span) {
    List<String> references = new ArrayList<>();
    for (JsonNode reference : span.get("references")) {
      String trace = reference.get("traceID").textValue();
      references.add(
          reference.get("refType").textValue()
              + "0".repeat(32 - trace.length())
              + trace
              + reference.get("spanID").textValue());
    }
    return references;
  }

  private static List<String> references(Model.Span span) {
    return span.getReferencesList().stream()
        .map(
            reference ->
                reference.getRefType()
                    + padded(hex(reference.getTraceId().toByteArray()), 32)
                    + padded(hex(reference.getSpanId().toByteArray()), 16))
        .toList();
  }

  /** Protobuf leaves an id out that is zero. */
  private static String padded(String id, int length) {
    return "0".repeat(length - id.length()) + id;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static void assertTags(JsonNode json, List<Model.KeyValue> proto) {
    assertThat(json).hasSize(proto.size());
    for (int i = 0; i < proto.size(); i++) {
      JsonNode tag = json.get(i);
      JsonNode value = tag.get("value");
      Model.KeyValue pair = proto.get(i);
      assertThat(tag.get("key").textValue()).isEqualTo(pair.getKey());
      assertThat(tag.get("type").textValue()).isEqualToIgnoringCase(pair.getVType().toString());
      switch (pair.getVType()) {
        case STRING -> assertThat(value.textValue()).isEqualTo(pair.getVStr());
        case BOOL -> assertThat(value.booleanValue()).isEqualTo(pair.getVBool());
        case INT64 -> assertThat(value.asText()).isEqualTo(Long.toString(pair.getVInt64()));
        case FLOAT64 ->
            assertThat(Double.parseDouble(value.asText())).isEqualTo(pair.getVFloat64() + 0.0);
        case BINARY ->
            assertThat(value.textValue())
                .isEqualTo(Base64.getEncoder().encodeToString(pair.getVBinary().toByteArray()));
        case UNRECOGNIZED -> throw new AssertionError(pair);
      }
    }
  }
}
