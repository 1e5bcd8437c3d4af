// SPDX-License-Identifier: Apache-2.0
package io.spoor;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The one factory of span fixtures: small batches written down fluently, the shop example, and
 * random batches.
 *
 * <pre>{@code
 * SpanBatch batch =
 *     TestSpans.batch()
 *         .resource("frontend")
 *         .span(1, 10, "GET /").times(1_000, 50).attribute("http.status_code", 200)
 *         .event("retry", 1_010, "attempt", 2)
 *         .resource("cart")
 *         .span(1, 11, "add").parent(10).kind(SpanKind.SERVER).status(StatusCode.ERROR, "full")
 *         .build();
 * }</pre>
 *
 * <p>Values are {@code String, Boolean, Integer, Long, Double, byte[], List, Map}, or null for one
 * that is not set. A span needs a resource before it; a scope without a name is there by default.
 */
public final class TestSpans {
  /** 2026-11-20T12:00:00Z, where fixtures start unless they say otherwise. */
  public static final long START = 1_795_176_000_000_000_000L;

  private final SpanBatchBuilder builder = new SpanBatchBuilder().reset();
  private int resource = -1;
  private int scope = -1;
  private boolean inResource;
  private boolean inScope;
  private boolean inSpan;
  private String scopeName = "";
  private String scopeVersion = "";
  private long start;

  private TestSpans() {}

  /** Starts an empty batch. */
  public static TestSpans batch() {
    return new TestSpans();
  }

  /** A batch of one span of one nanosecond's length at {@link #START}. */
  public static SpanBatch single(long trace, long span, String service, String name) {
    return batch().resource(service).span(trace, span, name).build();
  }

  /** Starts a resource with this {@code service.name}. */
  public TestSpans resource(String serviceName) {
    resourceWithoutName();
    return resourceAttribute("service.name", serviceName);
  }

  /** Starts a resource without attributes. */
  public TestSpans resourceWithoutName() {
    endScope();
    inResource = true;
    scopeName = "";
    scopeVersion = "";
    return this;
  }

  /** Adds an attribute to the resource under way; before its first scope or span. */
  public TestSpans resourceAttribute(String key, @Nullable Object value) {
    add(builder.resourceAttributes(), key, value);
    return this;
  }

  /** Starts a scope under the current resource. */
  public TestSpans scope(String name, String version) {
    endScope();
    scopeName = name;
    scopeVersion = version;
    inScope = true;
    return this;
  }

  /** Adds an attribute to the scope under way; before its first span. */
  public TestSpans scopeAttribute(String key, @Nullable Object value) {
    add(builder.scopeAttributes(), key, value);
    return this;
  }

  /** Starts a span of trace {@code (0, trace)}, of one nanosecond's length at {@link #START}. */
  public TestSpans span(long trace, long span, String name) {
    return span(new TraceId(0, trace), span, name);
  }

  /** Starts a span of one nanosecond's length at {@link #START}. */
  public TestSpans span(TraceId trace, long span, String name) {
    endSpan();
    openScope();
    inSpan = true;
    builder.span().traceId(trace.high(), trace.low());
    builder.span().spanId(span);
    builder.span().name(text(name));
    return times(START, 1);
  }

  /** Sets the parent of the span under way. */
  public TestSpans parent(long span) {
    builder.span().parentSpanId(span);
    return this;
  }

  /** Sets start (nanoseconds since the epoch) and duration of the span under way. */
  public TestSpans times(long startTimeUnixNano, long durationNano) {
    start = startTimeUnixNano;
    builder.span().startTimeUnixNano(start);
    builder.span().endTimeUnixNano(start + durationNano);
    return this;
  }

  /** Sets start and duration of the span under way, the start relative to {@link #START}. */
  public TestSpans at(long afterStartNano, long durationNano) {
    return times(START + afterStartNano, durationNano);
  }

  /** Sets the kind of the span under way. */
  public TestSpans kind(SpanKind kind) {
    builder.span().kind(kind.number());
    return this;
  }

  /** Sets the status of the span under way. */
  public TestSpans status(StatusCode code, String message) {
    builder.span().statusCode(code.number());
    builder.span().statusMessage(text(message));
    return this;
  }

  /** Sets the trace state of the span under way. */
  public TestSpans traceState(String value) {
    builder.span().traceState(text(value));
    return this;
  }

  /** Sets the flags of the span under way. */
  public TestSpans flags(int flags) {
    builder.span().flags(flags);
    return this;
  }

  /** Adds an attribute to the span under way. */
  public TestSpans attribute(String key, @Nullable Object value) {
    add(builder.span().attributes(), key, value);
    return this;
  }

  /** Adds an event to the span under way, with attributes as key, value, key, value. */
  public TestSpans event(String name, long timeUnixNano, @Nullable Object... attributes) {
    addAll(builder.event().attributes(), attributes);
    builder.event().end(timeUnixNano, text(name), 0);
    return this;
  }

  /** Adds a link to the span under way, with attributes as key, value, key, value. */
  public TestSpans link(TraceId trace, long span, @Nullable Object... attributes) {
    addAll(builder.link().attributes(), attributes);
    builder.link().traceId(trace.high(), trace.low());
    builder.link().spanId(span);
    builder.link().end(0, 0, 0);
    return this;
  }

  /** The batch; this fixture is used up then. */
  public SpanBatch build() {
    endScope();
    return builder.build();
  }

  /**
   * Name and time are all that a caller most often wants of an event: this many after the start.
   */
  public TestSpans eventAfter(
      long afterSpanStartNano, String name, @Nullable Object... attributes) {
    return event(name, start + afterSpanStartNano, attributes);
  }

  private void openScope() {
    if (inResource) {
      resource = builder.endResource(0, 0);
      inResource = false;
      inScope = true;
    }
    if (inScope) {
      scope = builder.endScope(resource, text(scopeName), text(scopeVersion), 0, 0);
      inScope = false;
    }
    if (scope < 0) {
      throw new IllegalStateException("a span needs a resource: call resource(serviceName) first");
    }
  }

  private void endScope() {
    endSpan();
    if (inResource && inScope) {
      openScope();
    }
  }

  private void endSpan() {
    if (inSpan) {
      builder.endSpan(scope);
      inSpan = false;
    }
  }

  private int text(String value) {
    return builder.strings().text(value);
  }

  private void addAll(AttributeTableBuilder table, @Nullable Object... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      add(table, String.valueOf(attributes[i]), attributes[i + 1]);
    }
  }

  private void add(AttributeTableBuilder table, String key, @Nullable Object value) {
    int index = text(key);
    if (value == null) {
      table.add(index, AttributeType.EMPTY, 0);
    } else if (value instanceof String string) {
      table.add(index, AttributeType.STRING, text(string));
    } else if (value instanceof Boolean bool) {
      table.add(index, AttributeType.BOOL, bool ? 1 : 0);
    } else if (value instanceof Integer || value instanceof Long) {
      table.add(index, AttributeType.INT, ((Number) value).longValue());
    } else if (value instanceof Double real) {
      table.add(index, AttributeType.DOUBLE, Double.doubleToRawLongBits(real));
    } else if (value instanceof byte[] bytes) {
      table.add(index, AttributeType.BYTES, builder.strings().blob(bytes, 0, bytes.length));
    } else {
      AttributeType type = value instanceof List ? AttributeType.ARRAY : AttributeType.MAP;
      byte[] encoded = anyValue(value).toByteArray();
      table.add(index, type, builder.strings().blob(encoded, 0, encoded.length));
    }
  }

  /** The OTLP message of a value. */
  public static AnyValue anyValue(@Nullable Object value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    if (value instanceof String string) {
      any.setStringValue(string);
    } else if (value instanceof Boolean bool) {
      any.setBoolValue(bool);
    } else if (value instanceof Integer || value instanceof Long) {
      any.setIntValue(((Number) value).longValue());
    } else if (value instanceof Double real) {
      any.setDoubleValue(real);
    } else if (value instanceof byte[] bytes) {
      any.setBytesValue(com.google.protobuf.ByteString.copyFrom(bytes));
    } else if (value instanceof List<?> list) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      list.forEach(element -> array.addValues(anyValue(element)));
      any.setArrayValue(array);
    } else if (value instanceof Map<?, ?> map) {
      KeyValueList.Builder pairs = KeyValueList.newBuilder();
      map.forEach((key, element) -> pairs.addValues(keyValue(String.valueOf(key), element)));
      any.setKvlistValue(pairs);
    }
    return any.build();
  }

  /** The OTLP message of a pair. */
  public static KeyValue keyValue(String key, @Nullable Object value) {
    return KeyValue.newBuilder().setKey(key).setValue(anyValue(value)).build();
  }

  /**
   * One trace {@code (0x5b0c, trace)} through a small shop: frontend → cart, checkout → payment
   * (fails once, with an exception event) and mail (linked, asynchronous). Ten spans of five
   * services; the root starts {@code startTimeUnixNano} and lasts 120 ms.
   */
  public static SpanBatch shop(long trace, long startTimeUnixNano) {
    long ms = 1_000_000;
    TraceId id = new TraceId(0x5b0c, trace);
    long s = startTimeUnixNano;
    TestSpans batch = batch();
    batch
        .resource("frontend")
        .resourceAttribute("service.version", "1.4.2")
        .scope("shop.http", "2.0")
        .span(id, 1, "GET /checkout")
        .kind(SpanKind.SERVER)
        .times(s, 120 * ms)
        .attribute("http.request.method", "GET")
        .attribute("http.response.status_code", 200)
        .span(id, 2, "GET cart")
        .parent(1)
        .kind(SpanKind.CLIENT)
        .times(s + 2 * ms, 20 * ms)
        .span(id, 3, "POST order")
        .parent(1)
        .kind(SpanKind.CLIENT)
        .times(s + 25 * ms, 90 * ms)
        .resource("cart")
        .scope("shop.http", "2.0")
        .span(id, 4, "GET cart")
        .parent(2)
        .kind(SpanKind.SERVER)
        .times(s + 4 * ms, 15 * ms)
        .attribute("cart.items", 3)
        .attribute("cart.skus", List.of("apple", "pear", "plum"))
        .eventAfter(1 * ms, "cache miss", "key", "cart:17");
    return batch.shopBackend(id, s).build();
  }

  private TestSpans shopBackend(TraceId id, long s) {
    long ms = 1_000_000;
    return resource("checkout")
        .scope("shop.http", "2.0")
        .span(id, 5, "POST order")
        .parent(3)
        .kind(SpanKind.SERVER)
        .times(s + 28 * ms, 80 * ms)
        .attribute("order.total", 42.5)
        .attribute("order.express", true)
        .span(id, 6, "charge")
        .parent(5)
        .kind(SpanKind.CLIENT)
        .times(s + 30 * ms, 20 * ms)
        .status(StatusCode.ERROR, "card declined")
        .span(id, 7, "charge")
        .parent(5)
        .kind(SpanKind.CLIENT)
        .times(s + 55 * ms, 25 * ms)
        .resource("payment")
        .scope("shop.grpc", "1.1")
        .span(id, 8, "charge")
        .parent(6)
        .kind(SpanKind.SERVER)
        .times(s + 32 * ms, 16 * ms)
        .status(StatusCode.ERROR, "card declined")
        .eventAfter(10 * ms, "exception", "exception.type", "CardDeclined")
        .span(id, 9, "charge")
        .parent(7)
        .kind(SpanKind.SERVER)
        .times(s + 58 * ms, 20 * ms)
        .resource("mail")
        .scope("shop.queue", "1.0")
        .span(id, 10, "send receipt")
        .parent(5)
        .kind(SpanKind.CONSUMER)
        .times(s + 90 * ms, 200 * ms)
        .link(new TraceId(id.high(), id.low() + 1000), 5, "link.kind", "order");
  }

  /** The shop's trace 1 at {@link #START}. */
  public static SpanBatch shop() {
    return shop(1, START);
  }

  /**
   * Random spans in a few traces, services and scopes, with every kind of value, events and links.
   */
  public static SpanBatch random(Random random, int spans) {
    TestSpans batch = batch();
    int left = spans;
    for (int service = 0; left > 0; service++) {
      batch.resource("service-" + service % 5).resourceAttribute("host", value(random, 0));
      int inScope = Math.min(left, 1 + random.nextInt(8));
      batch.scope("scope-" + random.nextInt(3), "1." + random.nextInt(3));
      for (int i = 0; i < inScope; i++) {
        batch.randomSpan(random);
      }
      left -= inScope;
    }
    return batch.build();
  }

  private void randomSpan(Random random) {
    span(new TraceId(random.nextInt(2), 1 + random.nextInt(8)), 1 + random.nextInt(1000), "op");
    builder.span().name(text("operation-" + random.nextInt(6)));
    parent(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1000));
    times(START + random.nextInt(1_000_000_000), random.nextInt(50_000_000) - 1_000_000);
    kind(SpanKind.of(random.nextInt(6)));
    if (random.nextInt(4) == 0) {
      status(StatusCode.of(random.nextInt(3)), "status " + random.nextInt(3));
    }
    if (random.nextInt(8) == 0) {
      traceState("vendor=" + random.nextInt(3)).flags(random.nextInt());
      builder.span().droppedAttributesCount(random.nextInt(4));
      builder.span().droppedEventsCount(random.nextInt(4));
      builder.span().droppedLinksCount(random.nextInt(4));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      attribute("key-" + random.nextInt(10), value(random, 0));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      eventAfter(random.nextInt(1_000_000), "event-" + i, "key-" + i, value(random, 0));
    }
    if (random.nextInt(5) == 0) {
      link(new TraceId(1, 1 + random.nextInt(8)), 1 + random.nextInt(1000), "k", value(random, 0));
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 3 ? 9 : 6)) {
      case 0 -> "text-" + random.nextInt(20);
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextGaussian();
      case 4 -> null;
      case 5 -> Integer.toString(random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
      case 6 -> List.of("a", "é", random.nextInt(100));
      case 7 -> Map.of("key", List.of(random.nextBoolean(), Map.of("x", 1.5)));
      default -> "wörter-" + random.nextInt(5);
    };
  }
}
