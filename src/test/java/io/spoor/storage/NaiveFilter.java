// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates filters on a span as a beginner would, from the words of docs/query.md alone. */
final class NaiveFilter {
  private final NaiveSpan span;

  /** What a span has: text, a number, a boolean, or the text form of something else. */
  private record Value(Object value, @Nullable AttributeType other) {}

  /** The one event or link that is looked at; -1 for all. */
  private record Bound(int event, int link) {}

  private NaiveFilter(NaiveSpan span) {
    this.span = span;
  }

  static boolean matches(NaiveSpan span, SpanFilter filter) {
    return new NaiveFilter(span).holds(filter, new Bound(-1, -1));
  }

  private boolean holds(SpanFilter filter, Bound bound) {
    if (filter instanceof And and) {
      return and.terms().stream().allMatch(term -> holds(term, bound));
    } else if (filter instanceof Or or) {
      return or.terms().stream().anyMatch(term -> holds(term, bound));
    } else if (filter instanceof Not not) {
      return !holds(not.term(), bound);
    } else if (filter instanceof SpanFilter.Some some) {
      return some(some, bound);
    } else if (filter instanceof Exists exists) {
      return !values(exists.reference(), bound).isEmpty();
    } else if (filter instanceof Match match) {
      Pattern pattern = Pattern.compile(match.pattern());
      return any(
          match.reference(),
          bound,
          value ->
              value.value() instanceof String text
                  && value.other() == null
                  && pattern.matcher(text).find());
    } else if (filter instanceof Membership membership) {
      return membership(membership, bound);
    }
    return comparison((Comparison) filter, bound);
  }

  private boolean some(SpanFilter.Some some, Bound bound) {
    boolean events = some.collection() == AttributeLevel.EVENT;
    int size = events ? span.details().events().size() : span.details().links().size();
    for (int i = 0; i < size; i++) {
      if (holds(
          some.condition(), events ? new Bound(i, bound.link()) : new Bound(bound.event(), i))) {
        return true;
      }
    }
    return false;
  }

  private boolean any(Reference reference, Bound bound, Predicate<Value> predicate) {
    return values(reference, bound).stream().anyMatch(predicate);
  }

  private boolean membership(Membership membership, Bound bound) {
    boolean isOne =
        any(
            membership.reference(),
            bound,
            value -> membership.values().stream().anyMatch(c -> compares(Operator.EQ, value, c)));
    return membership.negated()
        ? !isOne && !values(membership.reference(), bound).isEmpty()
        : isOne;
  }

  private boolean comparison(Comparison comparison, Bound bound) {
    if (comparison.operator() == Operator.NE) {
      Comparison equal = new Comparison(Operator.EQ, comparison.left(), comparison.right());
      boolean isRightThere =
          !(comparison.right() instanceof Reference right) || !values(right, bound).isEmpty();
      return isRightThere
          && !values(comparison.left(), bound).isEmpty()
          && !comparison(equal, bound);
    }
    Operand right = comparison.right();
    return any(
        comparison.left(),
        bound,
        value ->
            right instanceof Constant constant
                ? compares(comparison.operator(), value, constant)
                : any(
                    (Reference) right,
                    bound,
                    other -> comparesValues(comparison.operator(), value, other)));
  }

  private List<Value> values(Reference reference, Bound bound) {
    List<Value> values = new ArrayList<>();
    if (reference instanceof Attribute attribute) {
      for (NaiveSpan.Attribute candidate : attributes(attribute.level(), bound)) {
        if (candidate.key().equals(attribute.key())) {
          values.add(value(candidate.value()));
        }
      }
    } else {
      for (Object value : fields(((Field) reference).field(), bound)) {
        values.add(new Value(value, null));
      }
    }
    return values;
  }

  private List<NaiveSpan.Attribute> attributes(@Nullable AttributeLevel level, Bound bound) {
    List<NaiveSpan.Attribute> all = new ArrayList<>();
    if (level == null || level == AttributeLevel.SPAN) {
      all.addAll(span.details().attributes());
    }
    if (level == null || level == AttributeLevel.RESOURCE) {
      all.addAll(span.where().resource());
    }
    if (level == AttributeLevel.SCOPE) {
      all.addAll(span.where().scope());
    }
    if (level == AttributeLevel.EVENT) {
      bound(span.details().events(), bound.event()).forEach(all::addAll);
    }
    if (level == AttributeLevel.LINK) {
      bound(span.details().links(), bound.link()).forEach(all::addAll);
    }
    return all;
  }

  private static <T> List<T> bound(List<T> all, int only) {
    return only < 0 ? all : List.of(all.get(only));
  }

  private static Value value(NaiveValue value) {
    Object stored = value.value();
    if (stored instanceof Integer integer) {
      return new Value(integer.longValue(), null);
    }
    boolean isPlain =
        stored instanceof String
            || stored instanceof Long
            || stored instanceof Double
            || stored instanceof Boolean;
    return stored != null && isPlain
        ? new Value(stored, null)
        : new Value(value.text(), value.type());
  }

  private List<?> fields(SpanField field, Bound bound) {
    NaiveSpan.Times times = span.times();
    return switch (field) {
      case SPAN_TRACE_ID -> List.of(span.trace().toHex());
      case SPAN_ID -> List.of(hex(span.id()));
      case SPAN_PARENT_ID -> span.parent() == 0 ? List.of() : List.of(hex(span.parent()));
      case SPAN_TRACE_STATE, SPAN_STATUS_MESSAGE, RESOURCE_SCHEMA_URL, SCOPE_SCHEMA_URL ->
          List.of();
      case SPAN_NAME -> List.of(span.name());
      case SPAN_KIND -> List.of(span.details().kind().name().toLowerCase(Locale.ROOT));
      case SPAN_STATUS -> List.of(span.details().status().name().toLowerCase(Locale.ROOT));
      case SPAN_START_TIME -> List.of(unsigned(times.start()));
      case SPAN_END_TIME -> List.of(unsigned(times.start() + times.duration()));
      case SPAN_DURATION -> List.of(BigDecimal.valueOf(times.duration()));
      case RESOURCE_SERVICE -> span.where().service() == null ? List.of() : List.of(span.service());
      case SCOPE_NAME -> unlessEmpty(span.where().scopeName());
      case SCOPE_VERSION -> unlessEmpty(span.where().scopeVersion());
      case EVENT_NAME -> each(span.details().events(), bound.event(), "event");
      case EVENT_TIME -> each(span.details().events(), bound.event(), BigDecimal.ONE);
      case EVENT_TIME_SINCE_START ->
          each(span.details().events(), bound.event(), BigDecimal.valueOf(1 - times.start()));
      case LINK_TRACE_ID -> each(span.details().links(), bound.link(), new TraceId(0, 1).toHex());
      case LINK_SPAN_ID -> each(span.details().links(), bound.link(), hex(1));
      case LINK_TRACE_STATE -> each(span.details().links(), bound.link(), "");
    };
  }

  private static List<String> unlessEmpty(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private static <T> List<T> each(List<?> elements, int only, T value) {
    return bound(elements, only).stream().map(element -> value).toList();
  }

  private static String hex(long id) {
    return String.format("%016x", id);
  }

  private static BigDecimal unsigned(long value) {
    return new BigDecimal(Long.toUnsignedString(value));
  }

  private boolean compares(Operator operator, Value value, Constant constant) {
    String text = constant.text();
    boolean any = constant.type() == ValueType.ANY;
    if (value.other() != null) {
      return operator == Operator.EQ && any && value.value().equals(text);
    } else if (value.value() instanceof String stored) {
      return (any || constant.type().isText()) && holds(operator, compareText(stored, text));
    } else if (value.value() instanceof Boolean stored) {
      return operator == Operator.EQ && comparesBool(stored, constant);
    } else if (value.value() instanceof BigDecimal stored) {
      BigDecimal wanted =
          constant.type() == ValueType.TIME
              ? unsigned(constant.nanos())
              : BigDecimal.valueOf(constant.nanos());
      return holds(operator, stored.compareTo(wanted));
    }
    return comparesNumber(operator, value, constant);
  }

  private static boolean comparesBool(boolean stored, Constant constant) {
    String text = constant.text();
    if (constant.type() == ValueType.ANY) {
      return Boolean.toString(stored).equals(text);
    }
    boolean wanted = List.of("1", "t", "T", "true", "TRUE", "True").contains(text);
    return constant.type() == ValueType.BOOL && stored == wanted;
  }

  private static boolean comparesNumber(Operator operator, Value value, Constant constant) {
    String text = constant.text();
    ValueType stored = value.value() instanceof Long ? ValueType.INT : ValueType.DOUBLE;
    boolean isNumber =
        constant.type() == ValueType.ANY && text.matches("[-+]?[0-9.]+(e[-+]?[0-9]+)?");
    if (constant.type() != stored && !isNumber) {
      return false;
    }
    BigDecimal wanted =
        stored == ValueType.INT ? new BigDecimal(text) : new BigDecimal(Double.parseDouble(text));
    return holds(operator, number(value).compareTo(wanted));
  }

  private boolean comparesValues(Operator operator, Value one, Value other) {
    if (one.other() != null || other.other() != null) {
      return operator == Operator.EQ && one.equals(other);
    }
    if (one.value() instanceof Boolean || other.value() instanceof Boolean) {
      return operator == Operator.EQ && one.value().equals(other.value());
    }
    if (one.value() instanceof String text && other.value() instanceof String otherText) {
      return holds(operator, compareText(text, otherText));
    }
    return one.value() instanceof Number
        && other.value() instanceof Number
        && holds(operator, number(one).compareTo(number(other)));
  }

  private static BigDecimal number(Value value) {
    if (value.value() instanceof BigDecimal exact) {
      return exact;
    }
    return value.value() instanceof Long integer
        ? BigDecimal.valueOf(integer)
        : new BigDecimal((Double) value.value());
  }

  private static int compareText(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private static boolean holds(Operator operator, int result) {
    return switch (operator) {
      case EQ -> result == 0;
      case NE -> result != 0;
      case GT -> result > 0;
      case LT -> result < 0;
      case GTE -> result >= 0;
      case LTE -> result <= 0;
    };
  }
}
