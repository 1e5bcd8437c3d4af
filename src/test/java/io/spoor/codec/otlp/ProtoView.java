// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The columns of a batch as protobuf-java's messages, built by the generated classes alone: the
 * oracle's view. A span stands here with its resource and its scope around it.
 */
public final class ProtoView {
  private final SpanBatch batch;

  private ProtoView(SpanBatch batch) {
    this.batch = batch;
  }

  /** Each span of a batch in a ResourceSpans of its own, in row order. */
  public static List<ResourceSpans> of(SpanBatch batch) {
    ProtoView view = new ProtoView(batch);
    List<ResourceSpans> spans = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      spans.add(view.alone(row));
    }
    return spans;
  }

  /**
   * Each valid span of a request in a ResourceSpans of its own, in order; without what columns do
   * not hold, and with an all-zero id as none, which is how columns have it.
   */
  public static List<ResourceSpans> of(ExportTraceServiceRequest request) {
    List<ResourceSpans> spans = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          if (isValid(span)) {
            spans.add(alone(resource, scope, span));
          }
        }
      }
    }
    return spans;
  }

  private static ResourceSpans alone(ResourceSpans resource, ScopeSpans scope, Span span) {
    ResourceSpans.Builder alone =
        resource.toBuilder().setResource(resource.getResource()).clearScopeSpans();
    alone
        .addScopeSpans(scope.toBuilder().setScope(scope.getScope()).clearSpans())
        .getScopeSpansBuilder(0)
        .addSpans(span.toBuilder().setStatus(span.getStatus()));
    normalize(alone);
    return alone.build();
  }

  static boolean isValid(Span span) {
    return isId(span.getTraceId(), 16)
        && isId(span.getSpanId(), 8)
        && isIdOrNone(span.getParentSpanId(), 8)
        && span.getLinksList().stream()
            .allMatch(link -> isIdOrNone(link.getTraceId(), 16) && isIdOrNone(link.getSpanId(), 8));
  }

  private static boolean isId(ByteString id, int length) {
    return id.size() == length && !isZero(id);
  }

  private static boolean isIdOrNone(ByteString id, int length) {
    return id.isEmpty() || id.size() == length;
  }

  private static boolean isZero(ByteString id) {
    return id.equals(ByteString.copyFrom(new byte[id.size()]));
  }

  /** Takes away what columns do not hold, at every depth. */
  private static void normalize(Message.Builder message) {
    message.setUnknownFields(UnknownFieldSet.getDefaultInstance());
    if (message instanceof KeyValue.Builder pair) {
      pair.clearKeyStrindex().setValue(pair.getValue());
    } else if (message instanceof AnyValue.Builder value) {
      if (value.hasStringValueStrindex()) {
        value.clearValue();
      }
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      normalize(message, field.getKey(), field.getValue());
    }
  }

  private static void normalize(Message.Builder message, FieldDescriptor field, Object value) {
    if (field.getType() == FieldDescriptor.Type.BYTES && field.getName().endsWith("_id")) {
      if (isZero((ByteString) value)) {
        message.clearField(field);
      }
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return;
    } else if (field.isRepeated()) {
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        Message.Builder inner = ((Message) message.getRepeatedField(field, i)).toBuilder();
        normalize(inner);
        message.setRepeatedField(field, i, inner.build());
      }
    } else {
      Message.Builder inner = ((Message) value).toBuilder();
      normalize(inner);
      message.setField(field, inner.build());
    }
  }

  private ResourceSpans alone(int row) {
    int scope = batch.spans().scope(row);
    ScopeTable scopes = batch.scopes();
    ResourceTable resources = batch.resources();
    int resource = scopes.resource(scope);
    return ResourceSpans.newBuilder()
        .setResource(
            entityRefs(resources.entityRefs(resource)).toBuilder()
                .addAllAttributes(attributes(resources.attributes(), resource))
                .setDroppedAttributesCount(resources.droppedAttributesCount(resource)))
        .setSchemaUrl(text(resources.schemaUrl(resource)))
        .addScopeSpans(
            ScopeSpans.newBuilder()
                .setScope(
                    InstrumentationScope.newBuilder()
                        .setName(text(scopes.name(scope)))
                        .setVersion(text(scopes.version(scope)))
                        .addAllAttributes(attributes(scopes.attributes(), scope))
                        .setDroppedAttributesCount(scopes.droppedAttributesCount(scope)))
                .setSchemaUrl(text(scopes.schemaUrl(scope)))
                .addSpans(span(row)))
        .build();
  }

  private Resource entityRefs(int index) {
    try {
      Resource.Builder refs = Resource.parseFrom(batch.strings().copy(index)).toBuilder();
      normalize(refs);
      return refs.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Span span(int row) {
    SpanTable spans = batch.spans();
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(spans.traceIdHigh(row), spans.traceIdLow(row)))
            .setSpanId(id(spans.spanId(row)))
            .setParentSpanId(id(spans.parentSpanId(row)))
            .setTraceState(text(spans.traceState(row)))
            .setFlags(spans.flags(row))
            .setName(text(spans.name(row)))
            .setKindValue(spans.kind(row))
            .setStartTimeUnixNano(spans.startTimeUnixNano(row))
            .setEndTimeUnixNano(spans.startTimeUnixNano(row) + spans.durationNano(row))
            .addAllAttributes(attributes(spans.attributes(), row))
            .setDroppedAttributesCount(spans.droppedAttributesCount(row))
            .setDroppedEventsCount(spans.droppedEventsCount(row))
            .setDroppedLinksCount(spans.droppedLinksCount(row))
            .setStatus(
                Status.newBuilder()
                    .setCodeValue(spans.statusCode(row))
                    .setMessage(text(spans.statusMessage(row))));
    for (int event = batch.events().start(row); event < batch.events().end(row); event++) {
      span.addEvents(event(event));
    }
    for (int link = batch.links().start(row); link < batch.links().end(row); link++) {
      span.addLinks(link(link));
    }
    return span.build();
  }

  private Span.Event event(int row) {
    EventTable events = batch.events();
    return Span.Event.newBuilder()
        .setTimeUnixNano(events.timeUnixNano(row))
        .setName(text(events.name(row)))
        .addAllAttributes(attributes(events.attributes(), row))
        .setDroppedAttributesCount(events.droppedAttributesCount(row))
        .build();
  }

  private Span.Link link(int row) {
    LinkTable links = batch.links();
    return Span.Link.newBuilder()
        .setTraceId(id(links.traceIdHigh(row), links.traceIdLow(row)))
        .setSpanId(id(links.spanId(row)))
        .setTraceState(text(links.traceState(row)))
        .addAllAttributes(attributes(links.attributes(), row))
        .setDroppedAttributesCount(links.droppedAttributesCount(row))
        .setFlags(links.flags(row))
        .build();
  }

  private List<KeyValue> attributes(AttributeTable table, int owner) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      attributes.add(
          KeyValue.newBuilder()
              .setKey(text(table.key(entry)))
              .setValue(value(table, entry))
              .build());
    }
    return attributes;
  }

  private AnyValue value(AttributeTable table, int entry) {
    AnyValue.Builder value = AnyValue.newBuilder();
    long number = table.value(entry);
    switch (table.type(entry)) {
      case EMPTY -> value.clearValue();
      case STRING -> value.setStringValue(text((int) number));
      case BOOL -> value.setBoolValue(number != 0);
      case INT -> value.setIntValue(number);
      case DOUBLE -> value.setDoubleValue(Double.longBitsToDouble(number));
      case BYTES -> value.setBytesValue(ByteString.copyFrom(batch.strings().copy((int) number)));
      case ARRAY, MAP -> {
        return encoded(batch.strings().copy((int) number));
      }
    }
    return value.build();
  }

  private static AnyValue encoded(byte[] bytes) {
    try {
      AnyValue.Builder value = AnyValue.parseFrom(bytes).toBuilder();
      normalize(value);
      return value.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private String text(int index) {
    return batch.strings().string(index);
  }

  private static ByteString id(long id) {
    return id == 0
        ? ByteString.EMPTY
        : ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
  }

  private static ByteString id(long high, long low) {
    return (high | low) == 0
        ? ByteString.EMPTY
        : ByteString.copyFrom(ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
  }
}
