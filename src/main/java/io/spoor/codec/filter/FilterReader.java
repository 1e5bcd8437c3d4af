// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import io.spoor.codec.text.GoSyntax;
import io.spoor.model.AttributeLevel;
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
import jaeger.expression.v1.ExpressionOuterClass.AttributeReference;
import jaeger.expression.v1.ExpressionOuterClass.Call;
import jaeger.expression.v1.ExpressionOuterClass.Expression;
import jaeger.expression.v1.ExpressionOuterClass.FieldReference;
import jaeger.expression.v1.ExpressionOuterClass.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a filter from Jaeger's {@code expression.v1.Call}. */
public final class FilterReader {

  /**
   * The filter that a call is.
   *
   * @throws IllegalArgumentException with the reason for the client
   */
  public static SpanFilter read(Call call) {
    return predicate(call, 1);
  }

  private static SpanFilter predicate(Call call, int depth) {
    if (depth > SpanFilter.MAX_NESTING) {
      throw new IllegalArgumentException(
          "filter nests calls more than " + SpanFilter.MAX_NESTING + " deep");
    }
    return switch (call.getOp()) {
      case "and" -> new And(predicates(call, depth));
      case "or" -> new Or(predicates(call, depth));
      case "not" -> new Not(argument(call, 0, 1, depth));
      case "exists" -> {
        requireArguments(call, 1);
        yield new Exists(reference(call, 0));
      }
      case "regex" -> match(call);
      case "in" -> membership(call, false);
      case "not_in" -> membership(call, true);
      case "some" -> some(call, depth);
      case "phrase", "fulltext" ->
          throw new IllegalArgumentException(
              "operator \"" + call.getOp() + "\" is not supported: no text is analyzed");
      default -> comparison(call);
    };
  }

  private static List<SpanFilter> predicates(Call call, int depth) {
    int count = call.getArgsCount();
    if (count < 2) {
      throw of(call, "takes at least 2 arguments, had " + count);
    }
    List<SpanFilter> terms = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      terms.add(argument(call, at, count, depth));
    }
    return terms;
  }

  /** An argument that is a call itself. */
  private static SpanFilter argument(Call call, int at, int count, int depth) {
    requireArguments(call, count);
    if (!call.getArgs(at).hasCall()) {
      throw of(call, "argument " + (at + 1) + " must be a call, was " + term(call.getArgs(at)));
    }
    return predicate(call.getArgs(at).getCall(), depth + 1);
  }

  private static SpanFilter some(Call call, int depth) {
    requireArguments(call, 2);
    if (!call.getArgs(0).hasNested()) {
      throw of(call, "argument 1 must be nested, was " + term(call.getArgs(0)));
    }
    AttributeLevel level = level(call, call.getArgs(0).getNested().getLevel());
    return new SpanFilter.Some(level, argument(call, 1, 2, depth));
  }

  private static SpanFilter match(Call call) {
    requireArguments(call, 2);
    Reference reference = reference(call, 0);
    if (!call.getArgs(1).hasScalar()) {
      throw of(call, "argument 2 must be a scalar, was " + term(call.getArgs(1)));
    }
    Scalar scalar = call.getArgs(1).getScalar();
    if (!scalar.getType().isEmpty() && !scalar.getType().equals("string")) {
      throw of(call, "a pattern is of type string, was " + GoSyntax.quote(scalar.getType()));
    }
    RegexSubset.compile(scalar.getValue());
    return new Match(reference, scalar.getValue());
  }

  private static SpanFilter membership(Call call, boolean negated) {
    requireArguments(call, 2);
    Reference reference = reference(call, 0);
    if (!call.getArgs(1).hasList()) {
      throw of(call, "argument 2 must be a list, was " + term(call.getArgs(1)));
    }
    String type = call.getArgs(1).getList().getType();
    List<Constant> values = new ArrayList<>();
    for (String value : call.getArgs(1).getList().getValuesList()) {
      values.add(Constants.read(value, type, reference));
    }
    return new Membership(reference, values, negated);
  }

  private static SpanFilter comparison(Call call) {
    Operator operator = operator(call);
    requireArguments(call, 2);
    @Nullable Reference left = referenceOrNull(call, 0);
    @Nullable Reference right = referenceOrNull(call, 1);
    if (left != null) {
      Operand other = right != null ? right : constant(call, 1, left);
      return new Comparison(operator, left, other);
    }
    if (right == null) {
      throw of(call, "compares two constants, one argument must be attr or field");
    }
    return new Comparison(mirrored(operator), right, constant(call, 0, right));
  }

  private static Operator operator(Call call) {
    for (Operator operator : Operator.values()) {
      if (operator.wireName().equals(call.getOp())) {
        return operator;
      }
    }
    throw new IllegalArgumentException("unknown operator " + GoSyntax.quote(call.getOp()));
  }

  private static Operator mirrored(Operator operator) {
    return switch (operator) {
      case EQ, NE -> operator;
      case GT -> Operator.LT;
      case LT -> Operator.GT;
      case GTE -> Operator.LTE;
      case LTE -> Operator.GTE;
    };
  }

  private static Constant constant(Call call, int at, Reference other) {
    Expression argument = call.getArgs(at);
    if (!argument.hasScalar()) {
      throw of(
          call, "argument " + (at + 1) + " must be attr, field or scalar, was " + term(argument));
    }
    return Constants.read(argument.getScalar().getValue(), argument.getScalar().getType(), other);
  }

  private static Reference reference(Call call, int at) {
    @Nullable Reference reference = referenceOrNull(call, at);
    if (reference == null) {
      throw of(
          call, "argument " + (at + 1) + " must be attr or field, was " + term(call.getArgs(at)));
    }
    return reference;
  }

  private static @Nullable Reference referenceOrNull(Call call, int at) {
    return switch (call.getArgs(at).getTermCase()) {
      case ATTR -> attribute(call, call.getArgs(at).getAttr());
      case FIELD -> field(call, call.getArgs(at).getField());
      case NESTED, SCALAR, LIST, CALL, TERM_NOT_SET -> null;
    };
  }

  private static Attribute attribute(Call call, AttributeReference reference) {
    if (reference.getKey().isEmpty()) {
      throw of(call, "attr.key must not be empty");
    }
    return new Attribute(
        reference.getKey(),
        reference.getLevel().isEmpty() ? null : level(call, reference.getLevel()));
  }

  private static Field field(Call call, FieldReference reference) {
    AttributeLevel level = level(call, reference.getLevel());
    Optional<SpanField> field = SpanField.of(level, reference.getName());
    if (field.isEmpty()) {
      throw of(
          call,
          "level \""
              + level.lowerCase()
              + "\" has no field "
              + GoSyntax.quote(reference.getName()));
    }
    return new Field(field.get());
  }

  private static AttributeLevel level(Call call, String name) {
    for (AttributeLevel level : AttributeLevel.values()) {
      if (level.lowerCase().equals(name)) {
        return level;
      }
    }
    throw of(
        call,
        "unknown level " + GoSyntax.quote(name) + ", must be span, resource, scope, event or link");
  }

  private static void requireArguments(Call call, int count) {
    if (call.getArgsCount() != count) {
      throw of(
          call,
          "takes "
              + count
              + (count == 1 ? " argument" : " arguments")
              + ", had "
              + call.getArgsCount());
    }
  }

  private static String term(Expression expression) {
    return switch (expression.getTermCase()) {
      case ATTR -> "attr";
      case FIELD -> "field";
      case NESTED -> "nested";
      case SCALAR -> "a scalar";
      case LIST -> "a list";
      case CALL -> "a call";
      case TERM_NOT_SET -> "empty";
    };
  }

  private static IllegalArgumentException of(Call call, String reason) {
    return new IllegalArgumentException("operator " + GoSyntax.quote(call.getOp()) + ": " + reason);
  }

  private FilterReader() {}
}
