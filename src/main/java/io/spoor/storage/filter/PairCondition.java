// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.SpanBatch;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.ValueType;
import java.util.List;

/** Two references compare: of all pairs of their values, one that does is enough. */
record PairCondition(Operator operator, Reference left, Reference right) implements Condition {

  /**
   * A value that a span has.
   *
   * @param type {@link ValueType#ANY} for bytes, arrays, maps and values not set
   * @param number of integers, booleans, durations and times
   * @param text of strings, words and what is of any type
   */
  record Value(ValueType type, long number, double real, String text) {}

  @Override
  public SpanTest on(SpanBatch batch) {
    ValueReader lefts = ValueReader.of(left, batch);
    ValueReader rights = ValueReader.of(right, batch);
    return (row, event, link) -> {
      List<Value> values = rights.read(row, event, link);
      for (Value value : values.isEmpty() ? values : lefts.read(row, event, link)) {
        for (Value other : values) {
          if (holds(value, other)) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private boolean holds(Value value, Value other) {
    if (isNumber(value) && isNumber(other)) {
      return holdsNumbers(value, other);
    }
    if (value.type().isText() && other.type().isText()) {
      return Order.holds(operator, Order.compare(value.text(), other.text()));
    }
    return value.type() == other.type() && holdsSame(value, other);
  }

  private static boolean isNumber(Value value) {
    return value.type() == ValueType.INT || value.type() == ValueType.DOUBLE;
  }

  private boolean holdsNumbers(Value value, Value other) {
    if (Double.isNaN(value.real()) || Double.isNaN(other.real())) {
      return false;
    }
    int result;
    if (value.type() == ValueType.INT) {
      result =
          other.type() == ValueType.INT
              ? Long.compare(value.number(), other.number())
              : Order.compare(value.number(), other.real());
    } else {
      result =
          other.type() == ValueType.INT
              ? -Order.compare(other.number(), value.real())
              : Double.compare(value.real() + 0.0, other.real() + 0.0);
    }
    return Order.holds(operator, result);
  }

  private boolean holdsSame(Value value, Value other) {
    return switch (value.type()) {
      case DURATION -> Order.holds(operator, Long.compare(value.number(), other.number()));
      case TIME -> Order.holds(operator, Long.compareUnsigned(value.number(), other.number()));
      case BOOL -> operator == Operator.EQ && value.number() == other.number();
      case ANY -> operator == Operator.EQ && value.text().equals(other.text());
      case STRING, INT, DOUBLE, KIND, STATUS ->
          throw new IllegalStateException(value.type() + " is compared elsewhere");
    };
  }
}
