// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.ProcessorConfig;
import io.spoor.model.AttributeType;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.StringTableBuilder;
import io.spoor.telemetry.ProcessorMetrics;
import org.junit.jupiter.api.Test;

/** What each step of the chain repairs, and that it leaves alone what needs no repair. */
class SanitizerTest {
  private static final byte[] NOT_UTF8 = {'a', (byte) 0xff, 'b'};

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProcessorMetrics metrics = new ProcessorMetrics(registry);
  private final SpanBatchBuilder builder = new SpanBatchBuilder().reset();
  private final StringTableBuilder strings = builder.strings();

  @Test
  void goodBatch_isPassedOnAsItIs() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    span(strings.text("GET /"));
    SpanBatch batch = builder.build();

    assertThat(new EmptyServiceNameSanitizer(metrics).apply(batch)).isSameAs(batch);
    assertThat(new EmptySpanNameSanitizer(metrics).apply(batch)).isSameAs(batch);
    assertThat(new Utf8Sanitizer(metrics).apply(batch)).isSameAs(batch);
    assertThat(sanitized("empty_service_name")).isZero();
  }

  @Test
  void missingServiceName_isAdded() {
    resource("host.name", AttributeType.STRING, strings.text("h1"));
    span(strings.text("GET /"));

    SpanBatch repaired = new EmptyServiceNameSanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).serviceName()).isEqualTo("missing-service-name");
    assertThat(repaired.span(0).resourceAttributes().text(0)).isEqualTo("h1");
    assertThat(sanitized("empty_service_name")).isEqualTo(1);
  }

  @Test
  void serviceNameThatIsNotText_isReplaced() {
    resource("service.name", AttributeType.INT, 7);
    span(strings.text("GET /"));

    SpanBatch repaired = new EmptyServiceNameSanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).serviceName()).isEqualTo("service-name-wrong-type");
    assertThat(repaired.span(0).resourceAttributes().size()).isEqualTo(1);
  }

  @Test
  void emptyServiceName_isReplaced() {
    resource("service.name", AttributeType.STRING, strings.text(""));
    span(strings.text("GET /"));

    SpanBatch repaired = new EmptyServiceNameSanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).serviceName()).isEqualTo("empty-service-name");
  }

  @Test
  void emptySpanName_isReplacedOnThatSpanOnly() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    span(strings.text(""));
    span(strings.text("GET /"));

    SpanBatch repaired = new EmptySpanNameSanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).name()).isEqualTo("empty-span-name");
    assertThat(repaired.span(1).name()).isEqualTo("GET /");
    assertThat(sanitized("empty_span_name")).isEqualTo(1);
  }

  @Test
  void spanNameThatIsNotUtf8_keepsItsBytesInAnAttribute() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    span(strings.text(NOT_UTF8, 0, NOT_UTF8.length));

    SpanBatch repaired = new Utf8Sanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).name()).isEqualTo("invalid-span-name");
    Attributes attributes = repaired.span(0).attributes();
    assertThat(attributes.key(0)).isEqualTo("invalid-span-name");
    assertThat(attributes.type(0)).isEqualTo(AttributeType.BYTES);
    assertThat(attributes.binary(0)).isEqualTo(NOT_UTF8);
  }

  @Test
  void valueThatIsNotUtf8_becomesBytes_onEveryLevel() {
    resource("bad", AttributeType.STRING, strings.text(NOT_UTF8, 0, NOT_UTF8.length));
    builder
        .span()
        .attributes()
        .add(strings.text("bad"), AttributeType.STRING, strings.text(NOT_UTF8, 0, NOT_UTF8.length));
    span(strings.text("GET /"));

    SpanBatch repaired = new Utf8Sanitizer(metrics).apply(builder.build());

    assertThat(repaired.span(0).attributes().type(0)).isEqualTo(AttributeType.BYTES);
    assertThat(repaired.span(0).attributes().binary(0)).isEqualTo(NOT_UTF8);
    assertThat(repaired.span(0).resourceAttributes().type(0)).isEqualTo(AttributeType.BYTES);
    assertThat(sanitized("utf8")).isEqualTo(2);
  }

  @Test
  void keyThatIsNotUtf8_isNumberedAndKeptWithItsValue() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    int badKey = strings.text(NOT_UTF8, 0, NOT_UTF8.length);
    builder.span().attributes().add(badKey, AttributeType.STRING, strings.text("v"));
    builder.span().attributes().add(badKey, AttributeType.INT, 42);
    span(strings.text("GET /"));

    SpanBatch repaired = new Utf8Sanitizer(metrics).apply(builder.build());

    Attributes attributes = repaired.span(0).attributes();
    assertThat(attributes.key(0)).isEqualTo("invalid-tag-key-1");
    assertThat(attributes.binary(0)).isEqualTo(new byte[] {'a', (byte) 0xff, 'b', ':', 'v'});
    assertThat(attributes.key(1)).isEqualTo("invalid-tag-key-2");
    assertThat(attributes.binary(1)).isEqualTo(new byte[] {'a', (byte) 0xff, 'b', ':', '4', '2'});
  }

  @Test
  void repairOfEverything_takesNoMoreThanWasAnnounced() {
    resource("host.name", AttributeType.STRING, strings.text("h1"));
    for (int i = 0; i < 2_000; i++) {
      int bad = strings.text(new byte[] {(byte) 0xff, (byte) i, (byte) (i >> 8)}, 0, 3);
      builder.span().attributes().add(bad, AttributeType.INT, i);
      builder.span().attributes().add(bad, AttributeType.STRING, bad);
      span(bad);
    }
    SpanBatch batch = builder.build();

    SpanBatch named = new EmptyServiceNameSanitizer(metrics).apply(batch);
    SpanBatch repaired = new Utf8Sanitizer(metrics).apply(named);

    assertThat(repaired.spans().attributes().size()).isEqualTo(6_000);
    assertThat(repaired.bytes()).isLessThan(SpanBatchEditor.repairBytes(batch));
  }

  @Test
  void attributesAboveTheLimit_areCutAndCountedAsDropped() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    for (int i = 0; i < 5; i++) {
      builder.span().attributes().add(strings.text("k" + i), AttributeType.INT, i);
    }
    builder.span().droppedAttributesCount(1);
    span(strings.text("GET /"));

    SpanBatch limited =
        new AttributeLimiter(new ProcessorConfig(2, 0), metrics).apply(builder.build());

    assertThat(limited.span(0).attributes().size()).isEqualTo(2);
    assertThat(limited.spans().droppedAttributesCount(0)).isEqualTo(4);
    assertThat(
            registry.get("processor.limited.attributes").tag("action", "removed").counter().count())
        .isEqualTo(3);
  }

  @Test
  void longTexts_areCutBetweenCharacters() {
    resource("service.name", AttributeType.STRING, strings.text("shop"));
    builder.span().attributes().add(strings.text("k"), AttributeType.STRING, strings.text("abcé"));
    builder.span().attributes().add(strings.text("l"), AttributeType.STRING, strings.text("abcd"));
    span(strings.text("GET /"));

    SpanBatch limited =
        new AttributeLimiter(new ProcessorConfig(0, 4), metrics).apply(builder.build());

    assertThat(limited.span(0).attributes().text(0)).isEqualTo("abc");
    assertThat(limited.span(0).attributes().text(1)).isEqualTo("abcd");
  }

  private void resource(String key, AttributeType type, long value) {
    builder.resourceAttributes().add(strings.text(key), type, value);
    builder.endScope(builder.endResource(0, 0), 0, 0, 0, 0);
  }

  private void span(int name) {
    builder.span().traceId(0, 1);
    builder.span().spanId(2);
    builder.span().name(name);
    builder.endSpan(0);
  }

  private double sanitized(String sanitizer) {
    return registry.get("processor.sanitized").tag("sanitizer", sanitizer).counter().count();
  }
}
