// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import com.google.re2j.Pattern;
import io.spoor.codec.text.DecimalText;
import io.spoor.codec.text.GoSyntax;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What a value has to be, by the type that it has.
 *
 * @param text of strings and words
 * @param integer of integers
 * @param real of floating-point numbers
 * @param bools bit 0: false will do; bit 1: true will
 * @param other of the text form of bytes, arrays, maps and values not set
 * @param nanos of durations and times
 */
record ValueCondition(
    TextCondition text,
    LongPredicate integer,
    DoublePredicate real,
    int bools,
    Predicate<String> other,
    LongPredicate nanos) {

  private static final int FALSE = 1;
  private static final int TRUE = 2;

  private static boolean none(long value) {
    return false;
  }

  private static boolean none(double value) {
    return false;
  }

  private static boolean none(String text) {
    return false;
  }

  /** Whether a boolean will do. */
  boolean holds(boolean value) {
    return (bools & (value ? TRUE : FALSE)) != 0;
  }

  /** Any value will do. */
  static ValueCondition any() {
    return new ValueCondition(
        TextCondition.of(text -> true),
        value -> true,
        value -> true,
        FALSE | TRUE,
        text -> true,
        value -> true);
  }

  /** A text that the pattern matches somewhere. */
  static ValueCondition matching(Pattern pattern) {
    return new ValueCondition(
        TextCondition.of(text -> pattern.matcher(text).find()),
        ValueCondition::none,
        ValueCondition::none,
        0,
        ValueCondition::none,
        ValueCondition::none);
  }

  /** A value equal to one of the constants. */
  static ValueCondition oneOf(List<Constant> constants) {
    Sets sets = new Sets();
    for (Constant constant : constants) {
      sets.add(constant);
    }
    return new ValueCondition(
        TextCondition.oneOf(sets.texts),
        Numbers.oneOf(sets.integers),
        Numbers.oneOfReals(sets.reals),
        sets.bools,
        sets.others.isEmpty() ? ValueCondition::none : sets.others::contains,
        Numbers.oneOf(sets.nanos));
  }

  private static final class Sets {
    private final Set<String> texts = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private final Set<Long> integers = new HashSet<>();
    private final Set<Double> reals = new HashSet<>();
    private final Set<Long> nanos = new HashSet<>();
    private int bools;

    void add(Constant constant) {
      String text = constant.text();
      switch (constant.type()) {
        case ANY -> addAny(text);
        case STRING, KIND, STATUS -> texts.add(text);
        case INT -> integers.add(GoSyntax.parseLong(text));
        case DOUBLE -> reals.add(Numbers.real(text));
        case BOOL -> bools |= GoSyntax.parseBool(text) ? TRUE : FALSE;
        case DURATION, TIME -> nanos.add(constant.nanos());
      }
    }

    /** Will do at whatever type it was stored. */
    private void addAny(String text) {
      texts.add(text);
      others.add(text);
      bools |= text.equals("true") ? TRUE : text.equals("false") ? FALSE : 0;
      if (DecimalText.isNumber(text)) {
        Numbers.exactLong(text).ifPresent(integers::add);
        reals.add(Numbers.real(text));
      }
    }
  }

  /** A value of the constant's kind that is more, or less, than it. */
  static ValueCondition ordered(Operator operator, Constant constant) {
    ValueType type = constant.type();
    String text = constant.text();
    boolean any = type == ValueType.ANY;
    boolean isNumber = any && DecimalText.isNumber(text);
    return new ValueCondition(
        any || type == ValueType.STRING
            ? TextCondition.of(value -> Order.holds(operator, Order.compare(value, text)))
            : TextCondition.NEVER,
        isNumber || type == ValueType.INT ? Numbers.ordered(operator, text) : ValueCondition::none,
        isNumber || type == ValueType.DOUBLE
            ? Order.ofReals(operator, Numbers.real(text))
            : ValueCondition::none,
        0,
        ValueCondition::none,
        nanos(operator, constant));
  }

  private static LongPredicate nanos(Operator operator, Constant constant) {
    long wanted = constant.nanos();
    if (constant.type() == ValueType.DURATION) {
      return value -> Order.holds(operator, Long.compare(value, wanted));
    }
    return constant.type() == ValueType.TIME
        ? value -> Order.holds(operator, Long.compareUnsigned(value, wanted))
        : ValueCondition::none;
  }
}
