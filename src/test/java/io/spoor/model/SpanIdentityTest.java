// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.codec.otlp.ProtoView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanIdentityTest {
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void spansAreTheSameExactlyWhenEveryFieldIsEqual() {
    Random random = TestSeed.random();
    for (int i = 0; i < 10; i++) {
      List<ResourceSpans> spans = new ArrayList<>(ProtoView.of(TestSpans.random(random, 30)));
      spans.addAll(spans.subList(0, 10)); // copies
      Collections.shuffle(spans, random); // so that the strings have other indices
      SpanBatch a = TestSpans.random(random, 5);
      SpanBatch b = decode(spans);
      assertAgrees(b, b);
      assertAgrees(a, b);
    }
  }

  private static void assertAgrees(SpanBatch a, SpanBatch b) {
    List<ResourceSpans> viewA = ProtoView.of(a);
    List<ResourceSpans> viewB = ProtoView.of(b);
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < b.size(); j++) {
        boolean same = viewA.get(i).equals(viewB.get(j));
        assertThat(SpanIdentity.same(a, i, b, j)).isEqualTo(same);
        if (same) {
          assertThat(SpanIdentity.fingerprint(a, i)).isEqualTo(SpanIdentity.fingerprint(b, j));
        }
      }
    }
  }

  /** Changes one field after the other, wherever it lies, and each time it is another span. */
  @Test
  void everyFieldCounts() {
    ResourceSpans span = ProtoView.of(everyField()).get(0);
    List<ResourceSpans> changed = new ArrayList<>();
    change(span, message -> changed.add((ResourceSpans) message));
    assertThat(changed).hasSizeGreaterThan(30);

    SpanBatch original = decode(List.of(span));
    assertThat(SpanIdentity.same(original, 0, decode(List.of(span)), 0)).isTrue();
    for (ResourceSpans other : changed) {
      SpanBatch batch = decode(List.of(other));
      assertThat(SpanIdentity.same(original, 0, batch, 0)).as(other.toString()).isFalse();
    }
  }

  private static SpanBatch everyField() {
    return TestSpans.batch()
        .resource("service")
        .scope("scope", "1")
        .scopeAttribute("in", "scope")
        .span(7, 8, "name")
        .parent(9)
        .kind(SpanKind.CLIENT)
        .status(StatusCode.ERROR, "message")
        .traceState("state")
        .flags(3)
        .attribute("text", "a")
        .attribute("bool", true)
        .attribute("int", 5)
        .attribute("double", 1.5)
        .attribute("list", List.of("x"))
        .event("event", 3, "k", "v")
        .link(new TraceId(1, 2), 3, "k", "v")
        .build();
  }

  private interface Sink {
    void accept(Message changed);
  }

  private static void change(Message message, Sink sink) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                  int at = i;
                  change(
                      (Message) message.getRepeatedField(field, i),
                      inner ->
                          sink.accept(
                              message.toBuilder().setRepeatedField(field, at, inner).build()));
                }
                if (!field.getName().endsWith("spans")) {
                  sink.accept(message.toBuilder().clearField(field).build());
                }
              } else if (value instanceof Message inner) {
                change(
                    inner,
                    other -> sink.accept(message.toBuilder().setField(field, other).build()));
              } else {
                sink.accept(message.toBuilder().setField(field, changed(field, value)).build());
              }
            });
  }

  private static Object changed(FieldDescriptor field, Object value) {
    if (value instanceof String text) {
      return text + "!";
    } else if (value instanceof Integer number) {
      return number + 1;
    } else if (value instanceof Long number) {
      return number + 1;
    } else if (value instanceof Double number) {
      return number + 1;
    } else if (value instanceof Boolean bool) {
      return !bool;
    } else if (value instanceof EnumValueDescriptor constant) {
      return field.getEnumType().findValueByNumber(constant.getNumber() - 1);
    }
    byte[] bytes = ((ByteString) value).toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return ByteString.copyFrom(bytes);
  }

  private SpanBatch decode(List<ResourceSpans> spans) {
    byte[] body =
        ExportTraceServiceRequest.newBuilder().addAllResourceSpans(spans).build().toByteArray();
    return decoder.decode(body, Allowance.UNLIMITED).batch();
  }
}
