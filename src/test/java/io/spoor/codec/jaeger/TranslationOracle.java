// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.google.protobuf.ByteString;
import io.jaegertracing.api_v2.Model;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What docs/translation.md says of a batch of Jaeger, by the generated classes alone: each valid
 * span as OTLP, with its resource and its scope around it.
 */
final class TranslationOracle {
  private static final ByteString NO_SPAN = ThriftForm.id(0);
  private static final BigInteger MAX_TIME = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final List<String> KINDS =
      List.of("", "internal", "server", "client", "producer", "consumer");

  private final Model.Span in;
  private final Span.Builder out = Span.newBuilder();
  private final List<KeyValue> attributes = new ArrayList<>();
  private final InstrumentationScope.Builder scope = InstrumentationScope.newBuilder();
  private boolean statusSeen;
  private String statusText = "";
  private String description = "";
  private String libraryName = "";
  private String libraryVersion = "";

  private TranslationOracle(Model.Span in) {
    this.in = in;
  }

  static List<ResourceSpans> of(Model.Batch batch) {
    List<ResourceSpans> spans = new ArrayList<>();
    for (Model.Span span : batch.getSpansList()) {
      if (isValid(span)) {
        Model.Process process = span.hasProcess() ? span.getProcess() : batch.getProcess();
        spans.add(new TranslationOracle(span).translate(process));
      }
    }
    return spans;
  }

  static boolean isValid(Model.Span span) {
    return isTraceId(span.getTraceId())
        && !isZero(span.getTraceId())
        && span.getSpanId().size() == 8
        && !isZero(span.getSpanId())
        && span.getReferencesList().stream()
            .allMatch(
                reference ->
                    (reference.getTraceId().isEmpty() || isTraceId(reference.getTraceId()))
                        && (reference.getSpanId().isEmpty() || reference.getSpanId().size() == 8));
  }

  private static boolean isTraceId(ByteString id) {
    return id.size() == 16 || id.size() == 8;
  }

  private static boolean isZero(ByteString id) {
    return id.equals(ByteString.copyFrom(new byte[id.size()]));
  }

  private static ByteString fullId(ByteString id) {
    return id.size() == 8 ? NO_SPAN.concat(id) : id;
  }

  /** Attributes of resources by key, since those of damaged ones may come in another order. */
  static ResourceSpans normalized(ResourceSpans spans) {
    List<KeyValue> sorted = new ArrayList<>(spans.getResource().getAttributesList());
    sorted.sort(Comparator.comparing(KeyValue::getKey));
    ResourceSpans.Builder normalized = spans.toBuilder();
    normalized.getResourceBuilder().clearAttributes().addAllAttributes(sorted);
    return normalized.build();
  }

  private ResourceSpans translate(Model.Process process) {
    out.setTraceId(fullId(in.getTraceId()))
        .setSpanId(in.getSpanId())
        .setName(in.getOperationName())
        .setFlags(in.getFlags() & 1);
    BigInteger start = nanos(in.getStartTime().getSeconds(), in.getStartTime().getNanos());
    BigInteger startTime = start.max(BigInteger.ZERO).min(MAX_TIME);
    BigInteger duration =
        nanos(in.getDuration().getSeconds(), in.getDuration().getNanos())
            .max(BigInteger.valueOf(Long.MIN_VALUE))
            .min(BigInteger.valueOf(Long.MAX_VALUE));
    out.setStartTimeUnixNano(startTime.longValue())
        .setEndTimeUnixNano(startTime.longValue() + duration.longValue());
    references();
    in.getTagsList().forEach(this::tag);
    warnings();
    status();
    if ((in.getFlags() & ~1) != 0) {
      attributes.add(
          KeyValue.newBuilder()
              .setKey("@jaeger@flags")
              .setValue(AnyValue.newBuilder().setIntValue(in.getFlags() & 0xffffffffL))
              .build());
    }
    in.getLogsList().forEach(this::log);
    out.addAllAttributes(attributes);
    scope.setName(scope.getName().isEmpty() ? libraryName : scope.getName());
    scope.setVersion(scope.getVersion().isEmpty() ? libraryVersion : scope.getVersion());
    return ResourceSpans.newBuilder()
        .setResource(resource(process))
        .addScopeSpans(ScopeSpans.newBuilder().setScope(scope).addSpans(out))
        .build();
  }

  private static BigInteger nanos(long seconds, int nanos) {
    return BigInteger.valueOf(seconds)
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(nanos));
  }

  private static Resource resource(Model.Process process) {
    Resource.Builder resource = Resource.newBuilder();
    String name = process.getServiceName();
    if (!name.isEmpty() && !name.equals("OTLPResourceNoServiceName")) {
      resource.addAttributes(text("service.name", name));
    }
    boolean hasHostName =
        process.getTagsList().stream().anyMatch(tag -> tag.getKey().equals("host.name"));
    boolean renamed = hasHostName;
    for (Model.KeyValue tag : process.getTagsList()) {
      KeyValue.Builder attribute = attribute(tag).toBuilder();
      if (!renamed && tag.getKey().equals("hostname")) {
        renamed = true;
        attribute.setKey("host.name");
      }
      resource.addAttributes(attribute);
    }
    return resource.build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue attribute(Model.KeyValue tag) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (tag.getVType()) {
      case STRING -> value.setStringValue(tag.getVStr());
      case BOOL -> value.setBoolValue(tag.getVBool());
      case INT64 -> value.setIntValue(tag.getVInt64());
      case FLOAT64 -> value.setDoubleValue(tag.getVFloat64());
      case BINARY -> value.setBytesValue(tag.getVBinary());
      case UNRECOGNIZED ->
          value.setStringValue("<Unknown Jaeger TagType \"" + tag.getVTypeValue() + "\">");
    }
    return KeyValue.newBuilder().setKeyBytes(tag.getKeyBytes()).setValue(value).build();
  }

  private void references() {
    ByteString traceId = fullId(in.getTraceId());
    Optional<Model.SpanRef> childOf =
        in.getReferencesList().stream()
            .filter(reference -> isLocal(reference, traceId))
            .filter(reference -> reference.getRefTypeValue() == 0)
            .findFirst();
    ByteString parent =
        childOf
            .or(
                () ->
                    in.getReferencesList().stream()
                        .filter(reference -> isLocal(reference, traceId))
                        .findFirst())
            .map(Model.SpanRef::getSpanId)
            .orElse(ByteString.EMPTY);
    out.setParentSpanId(parent);
    for (Model.SpanRef reference : in.getReferencesList()) {
      ByteString id = zeroIsEmpty(reference.getSpanId());
      boolean isParent =
          reference.getRefTypeValue() == 0
              && fullId(reference.getTraceId()).equals(traceId)
              && id.equals(parent);
      if (!isParent) {
        out.addLinksBuilder()
            .setTraceId(zeroIsEmpty(fullId(reference.getTraceId())))
            .setSpanId(id)
            .addAttributes(
                text(
                    "opentracing.ref_type",
                    reference.getRefTypeValue() == 0 ? "child_of" : "follows_from"));
      }
    }
  }

  private static boolean isLocal(Model.SpanRef reference, ByteString traceId) {
    return fullId(reference.getTraceId()).equals(traceId)
        && !zeroIsEmpty(reference.getSpanId()).isEmpty();
  }

  private static ByteString zeroIsEmpty(ByteString id) {
    return isZero(id) ? ByteString.EMPTY : id;
  }

  private Optional<Model.KeyValue> last(String key) {
    return in.getTagsList().stream()
        .filter(tag -> tag.getKey().equals(key))
        .reduce((earlier, later) -> later);
  }

  private static boolean isText(Model.KeyValue tag) {
    return (tag.getVType() == Model.ValueType.STRING && !tag.getVStr().isEmpty())
        || tag.getVType() == Model.ValueType.UNRECOGNIZED;
  }

  private static String textOf(Model.KeyValue tag) {
    return attribute(tag).getValue().getStringValue();
  }

  private void tag(Model.KeyValue tag) {
    if (!isField(tag)) {
      attributes.add(attribute(tag));
    }
  }

  private boolean isField(Model.KeyValue tag) {
    if (tag.getKey().equals("error")) {
      boolean isFirst =
          tag.getVType() == Model.ValueType.BOOL
              && tag.getVBool()
              && out.getStatus().getCodeValue() == 0;
      if (isFirst) {
        out.getStatusBuilder().setCodeValue(2);
      }
      return isFirst;
    }
    return isText(tag) && isTextField(tag.getKey(), textOf(tag));
  }

  private boolean isTextField(String key, String text) {
    switch (key) {
      case "span.kind" -> {
        if (!KINDS.contains(text)) {
          return false;
        }
        putBack(key, KINDS.get(out.getKindValue()));
        out.setKindValue(KINDS.indexOf(text));
        return true;
      }
      case "otel.status_code" -> {
        statusSeen = true;
        if (codeOf(text) == 0) {
          return false;
        }
        putBack(key, statusText);
        statusText = text;
        return true;
      }
      case "otel.status_description" -> {
        putBack(key, description);
        description = text;
        return true;
      }
      case "w3c.tracestate" -> {
        putBack(key, out.getTraceState());
        out.setTraceState(text);
        return true;
      }
      case "otel.scope.name" -> {
        boolean isFirst = scope.getName().isEmpty();
        if (isFirst && !libraryName.isEmpty()) {
          attributes.add(text("otel.library.name", libraryName));
        }
        scope.setName(isFirst ? text : scope.getName());
        return isFirst;
      }
      case "otel.scope.version" -> {
        boolean isFirst = scope.getVersion().isEmpty();
        if (isFirst && !libraryVersion.isEmpty()) {
          attributes.add(text("otel.library.version", libraryVersion));
        }
        scope.setVersion(isFirst ? text : scope.getVersion());
        return isFirst;
      }
      case "otel.library.name" -> {
        boolean isFirst = libraryName.isEmpty() && scope.getName().isEmpty();
        libraryName = isFirst ? text : libraryName;
        return isFirst;
      }
      case "otel.library.version" -> {
        boolean isFirst = libraryVersion.isEmpty() && scope.getVersion().isEmpty();
        libraryVersion = isFirst ? text : libraryVersion;
        return isFirst;
      }
      default -> {
        return false;
      }
    }
  }

  private void putBack(String key, String earlier) {
    if (!earlier.isEmpty()) {
      attributes.add(text(key, earlier));
    }
  }

  private static int codeOf(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "OK" -> 1;
      case "ERROR" -> 2;
      default -> 0;
    };
  }

  private void warnings() {
    if (in.getWarningsCount() > 0) {
      ArrayValue.Builder list = ArrayValue.newBuilder();
      for (String warning : in.getWarningsList()) {
        list.addValues(AnyValue.newBuilder().setStringValue(warning));
      }
      attributes.add(
          KeyValue.newBuilder()
              .setKey("@jaeger@warnings")
              .setValue(AnyValue.newBuilder().setArrayValue(list))
              .build());
    }
  }

  private void status() {
    Status.Builder status = out.getStatusBuilder();
    String httpMessage =
        last("http.status_message")
            .filter(TranslationOracle::isText)
            .map(TranslationOracle::textOf)
            .orElse("");
    boolean httpError =
        !statusSeen && last("http.status_code").map(this::isHttpError).orElse(false);
    if (status.getCodeValue() == 2 || codeOf(statusText) == 2 || httpError) {
      status.setCodeValue(2).setMessage(description.isEmpty() ? httpMessage : description);
    } else if (statusSeen) {
      status.setCodeValue(codeOf(statusText)).setMessage(description);
    } else if (!description.isEmpty()) {
      attributes.add(text("otel.status_description", description));
    }
  }

  private boolean isHttpError(Model.KeyValue tag) {
    long code = tag.getVInt64();
    if (tag.getVType() != Model.ValueType.INT64) {
      String text = isText(tag) ? textOf(tag) : "";
      code = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }
    boolean clientError = code >= 400 && code < 500;
    return code >= 0
        && (code < 100 || code >= 400)
        && !(clientError && out.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
  }

  private void log(Model.Log log) {
    List<KeyValue> fields = new ArrayList<>();
    String name = "";
    int events = 0;
    for (Model.KeyValue field : log.getFieldsList()) {
      boolean isEvent = field.getKey().equals("event");
      events += isEvent ? 1 : 0;
      if (isEvent && events == 1 && isText(field)) {
        name = textOf(field);
        continue;
      }
      if (isEvent && events == 2 && !name.isEmpty()) {
        fields.add(text("event", name));
      }
      fields.add(attribute(field));
    }
    BigInteger time = nanos(log.getTimestamp().getSeconds(), log.getTimestamp().getNanos());
    out.addEventsBuilder()
        .setTimeUnixNano(time.max(BigInteger.ZERO).min(MAX_TIME).longValue())
        .setName(name)
        .addAllAttributes(fields);
  }
}
