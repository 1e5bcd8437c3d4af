// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import io.spoor.model.AttributeLevel;
import io.spoor.model.filter.Operand;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.And;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Exists;
import io.spoor.model.filter.SpanFilter.Match;
import io.spoor.model.filter.SpanFilter.Membership;
import io.spoor.model.filter.SpanFilter.Not;
import io.spoor.model.filter.SpanFilter.Or;
import jaeger.expression.v1.ExpressionOuterClass.AttributeReference;
import jaeger.expression.v1.ExpressionOuterClass.Call;
import jaeger.expression.v1.ExpressionOuterClass.Expression;
import jaeger.expression.v1.ExpressionOuterClass.FieldReference;
import jaeger.expression.v1.ExpressionOuterClass.NestedReference;
import jaeger.expression.v1.ExpressionOuterClass.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a filter as Jaeger's {@code expression.v1.Call}; {@link FilterReader} reads it back. */
public final class FilterWriter {

  /** The call that a filter is. */
  public static Call write(SpanFilter filter) {
    if (filter instanceof And and) {
      return predicates("and", and.terms());
    } else if (filter instanceof Or or) {
      return predicates("or", or.terms());
    } else if (filter instanceof Not not) {
      return Call.newBuilder().setOp("not").addArgs(predicate(not.term())).build();
    } else if (filter instanceof SpanFilter.Some some) {
      return Call.newBuilder()
          .setOp("some")
          .addArgs(
              Expression.newBuilder()
                  .setNested(NestedReference.newBuilder().setLevel(some.collection().lowerCase())))
          .addArgs(predicate(some.condition()))
          .build();
    }
    return leaf(filter);
  }

  private static Call leaf(SpanFilter filter) {
    if (filter instanceof Comparison comparison) {
      return call(comparison.operator().wireName(), comparison.left())
          .addArgs(operand(comparison.right()))
          .build();
    } else if (filter instanceof Membership membership) {
      return membership(membership);
    } else if (filter instanceof Match match) {
      return call("regex", match.reference())
          .addArgs(Expression.newBuilder().setScalar(Scalar.newBuilder().setValue(match.pattern())))
          .build();
    }
    return call("exists", ((Exists) filter).reference()).build();
  }

  /** One term alone is written as that term: the wire takes two at least. */
  private static Call predicates(String operator, List<SpanFilter> terms) {
    if (terms.size() == 1) {
      return write(terms.get(0));
    }
    Call.Builder call = Call.newBuilder().setOp(operator);
    for (SpanFilter term : terms) {
      call.addArgs(predicate(term));
    }
    return call.build();
  }

  private static Expression predicate(SpanFilter filter) {
    return Expression.newBuilder().setCall(write(filter)).build();
  }

  private static Call membership(Membership membership) {
    var list = jaeger.expression.v1.ExpressionOuterClass.List.newBuilder();
    for (Constant value : membership.values()) {
      list.addValues(value.text()).setType(value.type().wireName());
    }
    return call(membership.negated() ? "not_in" : "in", membership.reference())
        .addArgs(Expression.newBuilder().setList(list))
        .build();
  }

  private static Call.Builder call(String operator, Operand first) {
    return Call.newBuilder().setOp(operator).addArgs(operand(first));
  }

  private static Expression operand(Operand operand) {
    Expression.Builder expression = Expression.newBuilder();
    if (operand instanceof Attribute attribute) {
      expression.setAttr(
          AttributeReference.newBuilder()
              .setKey(attribute.key())
              .setLevel(level(attribute.level())));
    } else if (operand instanceof Field field) {
      expression.setField(
          FieldReference.newBuilder()
              .setName(field.field().wireName())
              .setLevel(level(field.level())));
    } else {
      Constant constant = (Constant) operand;
      expression.setScalar(
          Scalar.newBuilder().setValue(constant.text()).setType(constant.type().wireName()));
    }
    return expression.build();
  }

  private static String level(@Nullable AttributeLevel level) {
    return level == null ? "" : level.lowerCase();
  }

  private FilterWriter() {}
}
