// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.codec.Allowance;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One request with every field, written down in both forms after the specification. */
class OtlpGoldenTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void bothFormsAreTheSameSpan() throws IOException {
    SpanBatch fromProto = fromProto();
    SpanBatch fromJson = fromJson();
    assertThat(fromProto.size()).isEqualTo(1);
    assertThat(SpanIdentity.same(fromProto, 0, fromJson, 0)).isTrue();
    assertThat(ProtoView.of(fromJson))
        .isEqualTo(ProtoView.of(ExportTraceServiceRequest.parseFrom(proto())));
  }

  @Test
  void columnsAreEncodedAsTheProtobufForm() throws IOException {
    assertThat(HexFormat.of().formatHex(OtlpProtoEncoder.encode(fromJson())))
        .isEqualTo(HexFormat.of().formatHex(proto()));
  }

  @Test
  void columnsAreWrittenAsTheJsonForm() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = mapper.getFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      OtlpJsonWriter.writeResourceSpans(fromProto(), json);
      json.writeEndArray();
      json.writeEndObject();
    }
    assertThat(mapper.readTree(out.toByteArray()))
        .isEqualTo(mapper.readTree(resource("trace.json")));
  }

  private static SpanBatch fromProto() throws IOException {
    return new OtlpProtoDecoder().decode(proto(), Allowance.UNLIMITED).batch();
  }

  private static SpanBatch fromJson() throws IOException {
    return new OtlpJsonDecoder().decode(resource("trace.json"), Allowance.UNLIMITED).batch();
  }

  private static byte[] proto() throws IOException {
    String hex = new String(resource("trace.hex"), StandardCharsets.UTF_8);
    return HexFormat.of().parseHex(hex.replaceAll("#[^\n]*", "").replaceAll("\\s", ""));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = OtlpGoldenTest.class.getResourceAsStream("/otlp/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
