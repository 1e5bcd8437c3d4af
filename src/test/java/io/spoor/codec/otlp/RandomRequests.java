// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random OTLP messages that use every field, with valid ids; in the one form that an encoder would
 * choose, unless unknown fields and values that are missing are wanted too.
 */
public final class RandomRequests {
  private static final String[] TEXTS = {
    "",
    "a",
    "service.name",
    "GET /",
    "é",
    "日本",
    "quote\" \\ \n",
    "a longer text, over 32 bytes of it"
  };

  private final Random random;
  private final boolean withUnknownFields;

  /** Draws from this generator. */
  public RandomRequests(Random random, boolean withUnknownFields) {
    this.random = random;
    this.withUnknownFields = withUnknownFields;
  }

  /** A request of a few resources, which may be empty. */
  public ExportTraceServiceRequest request() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      request.addResourceSpans(resourceSpans());
    }
    return request.setUnknownFields(unknown()).build();
  }

  ResourceSpans resourceSpans() {
    ResourceSpans.Builder resourceSpans = ResourceSpans.newBuilder().setSchemaUrl(rareText());
    if (random.nextInt(8) > 0) {
      resourceSpans.setResource(
          Resource.newBuilder()
              .addAllAttributes(attributes())
              .setDroppedAttributesCount(rareNumber())
              .addAllEntityRefs(entityRefs())
              .setUnknownFields(unknown()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      resourceSpans.addScopeSpans(scopeSpans());
    }
    return resourceSpans.setUnknownFields(unknown()).build();
  }

  private List<EntityRef> entityRefs() {
    List<EntityRef> refs = new ArrayList<>();
    while (random.nextInt(3) == 0) {
      EntityRef.Builder ref = EntityRef.newBuilder().setType(text()).setSchemaUrl(rareText());
      ref.addIdKeys(text()).addIdKeys(text()).addDescriptionKeys(text());
      refs.add(ref.setUnknownFields(unknown()).build());
    }
    return refs;
  }

  ScopeSpans scopeSpans() {
    ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder().setSchemaUrl(rareText());
    if (random.nextInt(8) > 0) {
      scopeSpans.setScope(
          InstrumentationScope.newBuilder()
              .setName(text())
              .setVersion(rareText())
              .addAllAttributes(attributes())
              .setDroppedAttributesCount(rareNumber())
              .setUnknownFields(unknown()));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      scopeSpans.addSpans(span());
    }
    return scopeSpans.setUnknownFields(unknown()).build();
  }

  Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16))
            .setSpanId(id(8))
            .setTraceState(rareText())
            .setFlags(rareNumber())
            .setName(text())
            .setKindValue(random.nextInt(7) == 6 ? random.nextInt() : random.nextInt(6))
            .setStartTimeUnixNano(time())
            .setEndTimeUnixNano(time())
            .addAllAttributes(attributes())
            .setDroppedAttributesCount(rareNumber())
            .setDroppedEventsCount(rareNumber())
            .setDroppedLinksCount(rareNumber())
            .setUnknownFields(unknown());
    switch (random.nextInt(4)) {
      case 0 -> span.setParentSpanId(id(8));
      case 1 -> span.setParentSpanId(ByteString.copyFrom(new byte[8]));
      default -> span.clearParentSpanId();
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addEvents(event());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addLinks(link());
    }
    if (random.nextBoolean()) {
      span.setStatus(Status.newBuilder().setCodeValue(random.nextInt(4)).setMessage(rareText()));
    }
    return span.build();
  }

  private Span.Event event() {
    return Span.Event.newBuilder()
        .setName(text())
        .setTimeUnixNano(time())
        .addAllAttributes(attributes())
        .setDroppedAttributesCount(rareNumber())
        .setUnknownFields(unknown())
        .build();
  }

  private Span.Link link() {
    Span.Link.Builder link =
        Span.Link.newBuilder()
            .setTraceState(rareText())
            .addAllAttributes(attributes())
            .setDroppedAttributesCount(rareNumber())
            .setFlags(rareNumber())
            .setUnknownFields(unknown());
    if (random.nextInt(8) > 0) {
      link.setTraceId(id(16)).setSpanId(id(8));
    }
    return link.build();
  }

  private List<KeyValue> attributes() {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      attributes.add(pair(0));
    }
    return attributes;
  }

  KeyValue pair(int depth) {
    KeyValue.Builder pair = KeyValue.newBuilder().setKey(text()).setUnknownFields(unknown());
    if (!withUnknownFields || random.nextInt(10) > 0) {
      pair.setValue(value(depth));
    }
    return pair.build();
  }

  AnyValue value(int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth < 3 ? 8 : 6)) {
      case 0 -> value.setStringValue(text());
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
      case 3 -> value.setDoubleValue(real());
      case 4 -> value.setBytesValue(id(random.nextInt(9)));
      case 5 -> value.clearValue();
      case 6 -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.addValues(value(depth + 1));
        }
        value.setArrayValue(array);
      }
      default -> {
        KeyValueList.Builder map = KeyValueList.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.addValues(pair(depth + 1));
        }
        value.setKvlistValue(map);
      }
    }
    return value.build();
  }

  private double real() {
    return switch (random.nextInt(5)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> random.nextInt(1000);
      default -> random.nextGaussian();
    };
  }

  private UnknownFieldSet unknown() {
    if (!withUnknownFields || random.nextInt(4) > 0) {
      return UnknownFieldSet.getDefaultInstance();
    }
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    switch (random.nextInt(4)) {
      case 0 -> field.addVarint(random.nextLong());
      case 1 -> field.addFixed64(random.nextLong());
      case 2 -> field.addLengthDelimited(id(random.nextInt(20)));
      default ->
          field.addGroup(
              UnknownFieldSet.newBuilder()
                  .mergeField(3, UnknownFieldSet.Field.newBuilder().addFixed32(7).build())
                  .build());
    }
    return UnknownFieldSet.newBuilder()
        .mergeField(100 + random.nextInt(900), field.build())
        .build();
  }

  private ByteString id(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (length > 0) {
      bytes[0] |= 1;
    }
    return ByteString.copyFrom(bytes);
  }

  private String text() {
    return random.nextInt(4) == 0 ? "text " + random.nextInt(50) : TEXTS[random.nextInt(8)];
  }

  private String rareText() {
    return random.nextInt(3) == 0 ? text() : "";
  }

  private int rareNumber() {
    return random.nextInt(3) == 0 ? random.nextInt() : 0;
  }

  private long time() {
    return random.nextInt(8) == 0
        ? random.nextLong()
        : 1_795_176_000_000_000_000L + random.nextInt();
  }
}
