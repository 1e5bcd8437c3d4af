// SPDX-License-Identifier: Apache-2.0
package io.spoor.model.filter;

import io.spoor.model.AttributeLevel;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Reference;
import java.util.List;

/**
 * A condition that a span fulfils or does not (docs/query.md).
 *
 * <p>Immutable. Constructors throw {@link IllegalArgumentException}, in words for a client, when
 * operands do not go together; they do not look at how deeply conditions nest.
 */
public sealed interface SpanFilter {

  /** The most levels of conditions within conditions, the outermost included. */
  int MAX_NESTING = 20;

  /** All hold. */
  record And(List<SpanFilter> terms) implements SpanFilter {
    /** Copies the terms. */
    public And {
      terms = copyOfTerms(terms);
    }
  }

  /** At least one holds. */
  record Or(List<SpanFilter> terms) implements SpanFilter {
    /** Copies the terms. */
    public Or {
      terms = copyOfTerms(terms);
    }
  }

  /** It does not hold. */
  record Not(SpanFilter term) implements SpanFilter {}

  /** How two values are compared. */
  enum Operator {
    /** Equal. */
    EQ("eq", false),
    /** Both there, and not equal. */
    NE("ne", false),
    /** More. */
    GT("gt", true),
    /** Less. */
    LT("lt", true),
    /** More or equal. */
    GTE("gte", true),
    /** Less or equal. */
    LTE("lte", true);

    private final String wireName;
    private final boolean ordering;

    Operator(String wireName, boolean ordering) {
      this.wireName = wireName;
      this.ordering = ordering;
    }

    /** Its name on the wire. */
    public String wireName() {
      return wireName;
    }

    /** Whether it needs values that have an order. */
    public boolean isOrdering() {
      return ordering;
    }
  }

  /** A value compares with a constant, or with another value of the same span. */
  record Comparison(Operator operator, Reference left, Operand right) implements SpanFilter {
    /** Rejects operands that do not hold the same kind of value. */
    public Comparison {
      requireComparable(left, right);
      if (operator.isOrdering() && !(left.type().isOrdered() && right.type().isOrdered())) {
        Operand without = left.type().isOrdered() ? right : left;
        throw new IllegalArgumentException(
            "operator \"" + operator.wireName() + "\": " + without.inWords() + " has no order");
      }
    }
  }

  /** A value is one of a list, or, negated, is there and is none of them. */
  record Membership(Reference reference, List<Constant> values, boolean negated)
      implements SpanFilter {
    /** Copies the values; rejects an empty list. */
    public Membership {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a list must have at least one value");
      }
      for (Constant value : values) {
        requireComparable(reference, value);
      }
    }
  }

  /** A pattern, in the subset of RE2 that docs/query.md gives, matches anywhere in a text. */
  record Match(Reference reference, String pattern) implements SpanFilter {
    /** Rejects what holds no text. */
    public Match {
      if (!(reference instanceof Attribute) && !reference.type().isText()) {
        throw new IllegalArgumentException(
            "operator \"regex\": " + reference.inWords() + " holds no text");
      }
    }
  }

  /** A value is there. */
  record Exists(Reference reference) implements SpanFilter {}

  /** One event, or one link, fulfils the condition: what it says of its level is of that one. */
  record Some(AttributeLevel collection, SpanFilter condition) implements SpanFilter {
    /** Rejects a level that is no collection. */
    public Some {
      if (collection != AttributeLevel.EVENT && collection != AttributeLevel.LINK) {
        throw new IllegalArgumentException(
            "operator \"some\": level must be \"event\" or \"link\", was \""
                + collection.lowerCase()
                + '"');
      }
    }
  }

  private static List<SpanFilter> copyOfTerms(List<SpanFilter> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a condition of conditions must have at least one");
    }
    return List.copyOf(terms);
  }

  private static void requireComparable(Reference left, Operand right) {
    ValueType one = left.type();
    ValueType other = right.type();
    boolean comparable =
        one == other
            || (left instanceof Attribute && isOfAttributes(right))
            || (right instanceof Attribute && isOfAttributes(left))
            || (one == ValueType.STRING && other == ValueType.ANY);
    if (!comparable) {
      throw new IllegalArgumentException(
          left.inWords() + " cannot be compared with " + right.inWords());
    }
  }

  /** Whether an attribute can have such a value: none is stored as a duration or a time. */
  private static boolean isOfAttributes(Operand operand) {
    return operand.type() != ValueType.DURATION && operand.type() != ValueType.TIME;
  }
}
