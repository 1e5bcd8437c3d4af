// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeLevel;
import io.spoor.model.TraceId;
import io.spoor.model.filter.Operand;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.SpanField;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.And;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Exists;
import io.spoor.model.filter.SpanFilter.Match;
import io.spoor.model.filter.SpanFilter.Membership;
import io.spoor.model.filter.SpanFilter.Not;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.SpanFilter.Or;
import io.spoor.model.filter.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random filters over what {@link RandomTraces} makes. */
final class RandomFilters {
  private static final List<String> NUMBERS = List.of("1", "1.0", "-5", "0.5", "1e21", "01", "0");
  private static final List<String> PATTERNS = List.of("e", "T|1", "[a-c]", "x");
  private static final List<String> TIMES = List.of("0", "1", "1000120", "1000200");

  private final Random random;
  private final RandomTraces near;

  RandomFilters(Random random) {
    this.random = random;
    this.near = new RandomTraces(random);
  }

  SpanFilter filter() {
    return filter(4);
  }

  private SpanFilter filter(int depth) {
    return switch (depth == 1 ? 9 : random.nextInt(10)) {
      case 0, 1 -> new And(several(() -> filter(depth - 1)));
      case 2, 3 -> new Or(several(() -> filter(depth - 1)));
      case 4 -> new Not(filter(depth - 1));
      case 5 ->
          new SpanFilter.Some(
              pick(List.of(AttributeLevel.EVENT, AttributeLevel.LINK)), filter(depth - 1));
      default -> leaf();
    };
  }

  private SpanFilter leaf() {
    return random.nextBoolean() ? attributeLeaf(attribute()) : fieldLeaf(field());
  }

  private SpanFilter attributeLeaf(Attribute attribute) {
    return switch (random.nextInt(6)) {
      case 0 -> new Exists(attribute);
      case 1 -> new Match(attribute, pick(PATTERNS));
      case 2 -> {
        ValueType type = attributeType();
        yield new Membership(attribute, several(() -> constant(type)), random.nextBoolean());
      }
      case 3 -> new Comparison(operator(true), attribute, attribute());
      default -> {
        ValueType type = attributeType();
        yield new Comparison(operator(type.isOrdered()), attribute, constant(type));
      }
    };
  }

  private SpanFilter fieldLeaf(SpanField field) {
    Reference reference = new Field(field);
    boolean isText = field.type().isText();
    return switch (random.nextInt(6)) {
      case 0 -> new Exists(reference);
      case 1 -> isText ? new Match(reference, pick(PATTERNS)) : new Exists(reference);
      case 2 -> new Membership(reference, several(() -> constant(field)), random.nextBoolean());
      case 3 -> new Comparison(operator(field.type().isOrdered()), reference, other(field));
      default -> new Comparison(operator(field.type().isOrdered()), reference, constant(field));
    };
  }

  /** An operand of the same type as the field, or an attribute. */
  private Operand other(SpanField field) {
    List<SpanField> alike =
        Stream.of(SpanField.values()).filter(one -> one.type() == field.type()).toList();
    return field.type().isText() && random.nextBoolean() ? attribute() : new Field(pick(alike));
  }

  private Operator operator(boolean isOrdered) {
    return pick(isOrdered ? List.of(Operator.values()) : List.of(Operator.EQ, Operator.NE));
  }

  private Attribute attribute() {
    boolean isAnywhere = random.nextInt(3) == 0;
    return new Attribute(
        pick(RandomTraces.KEYS), isAnywhere ? null : pick(List.of(AttributeLevel.values())));
  }

  private SpanField field() {
    return pick(List.of(SpanField.values()));
  }

  private ValueType attributeType() {
    return pick(
        List.of(
            ValueType.ANY,
            ValueType.ANY,
            ValueType.STRING,
            ValueType.INT,
            ValueType.DOUBLE,
            ValueType.BOOL));
  }

  private Constant constant(ValueType type) {
    return new Constant(
        switch (type) {
          case INT -> pick(List.of("1", "+1", "-5", "9223372036854775807"));
          case DOUBLE -> pick(NUMBERS);
          case BOOL -> pick(List.of("true", "f", "1"));
          default -> random.nextInt(3) == 0 ? pick(NUMBERS) : pick(NaiveValue.ALL).text();
        },
        type);
  }

  private Constant constant(SpanField field) {
    return switch (field.type()) {
      case DURATION -> nanos(ValueType.DURATION, near.duration());
      case TIME ->
          nanos(
              ValueType.TIME, random.nextInt(3) == 0 ? Long.parseLong(pick(TIMES)) : near.start());
      case KIND -> new Constant(pick(List.of("server", "client", "unspecified")), field.type());
      case STATUS -> new Constant(pick(List.of("unset", "ok", "error")), field.type());
      default -> new Constant(text(field), random.nextBoolean() ? ValueType.STRING : ValueType.ANY);
    };
  }

  private static Constant nanos(ValueType type, long nanos) {
    return new Constant(type == ValueType.TIME ? time(nanos) : nanos + "ns", type, nanos);
  }

  private String text(SpanField field) {
    return switch (field) {
      case SPAN_TRACE_ID, LINK_TRACE_ID ->
          new TraceId(0, random.nextInt(20)).toHex().substring(random.nextInt(8) / 7);
      case SPAN_ID, SPAN_PARENT_ID, LINK_SPAN_ID -> String.format("%016x", random.nextInt(12));
      case SPAN_NAME -> pick(RandomTraces.NAMES);
      case RESOURCE_SERVICE -> pick(RandomTraces.SERVICES);
      case EVENT_NAME -> "event";
      default -> pick(RandomTraces.SCOPES);
    };
  }

  private <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(1 + random.nextInt(3)).toList();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** As RFC 3339 has it, of unsigned nanoseconds. */
  private static String time(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return Instant.ofEpochSecond(
            Long.divideUnsigned(nanos, second), Long.remainderUnsigned(nanos, second))
        .toString();
  }
}
