// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.codec.filter.RegexSubset;
import io.spoor.model.AttributeLevel;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.And;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Exists;
import io.spoor.model.filter.SpanFilter.Match;
import io.spoor.model.filter.SpanFilter.Membership;
import io.spoor.model.filter.SpanFilter.Not;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.SpanFilter.Or;
import java.util.List;

/** Makes conditions of a filter: patterns, numbers and sets are read once, here. */
final class FilterCompiler {

  static Condition compile(SpanFilter filter) {
    if (filter instanceof And and) {
      return Connectives.and(and.terms().stream().map(FilterCompiler::compile).toList());
    } else if (filter instanceof Or or) {
      return Connectives.or(or.terms().stream().map(FilterCompiler::compile).toList());
    } else if (filter instanceof Not not) {
      return Connectives.not(compile(not.term()));
    } else if (filter instanceof SpanFilter.Some some) {
      Condition inner = compile(some.condition());
      return some.collection() == AttributeLevel.EVENT
          ? Connectives.someEvent(inner)
          : Connectives.someLink(inner);
    }
    return leaf(filter);
  }

  private static Condition leaf(SpanFilter filter) {
    if (filter instanceof Comparison comparison) {
      return comparison(comparison);
    } else if (filter instanceof Membership membership) {
      Condition isOne = any(membership.reference(), ValueCondition.oneOf(membership.values()));
      return membership.negated() ? present(membership.reference(), isOne) : isOne;
    } else if (filter instanceof Match match) {
      return any(match.reference(), ValueCondition.matching(RegexSubset.compile(match.pattern())));
    }
    return exists(((Exists) filter).reference());
  }

  private static Condition comparison(Comparison comparison) {
    Reference left = comparison.left();
    if (comparison.right() instanceof Constant constant) {
      return switch (comparison.operator()) {
        case EQ -> any(left, ValueCondition.oneOf(List.of(constant)));
        case NE -> present(left, any(left, ValueCondition.oneOf(List.of(constant))));
        case GT, LT, GTE, LTE -> any(left, ValueCondition.ordered(comparison.operator(), constant));
      };
    }
    Reference right = (Reference) comparison.right();
    if (comparison.operator() == Operator.NE) {
      Condition equal = new PairCondition(Operator.EQ, left, right);
      return Connectives.and(List.of(exists(right), present(left, equal)));
    }
    return new PairCondition(comparison.operator(), left, right);
  }

  /** Is there, and does not fulfil the condition. */
  private static Condition present(Reference reference, Condition condition) {
    return Connectives.and(List.of(exists(reference), Connectives.not(condition)));
  }

  /** One of the values that a reference has fulfils the condition. */
  private static Condition any(Reference reference, ValueCondition condition) {
    return reference instanceof Attribute attribute
        ? AttributeValues.any(attribute, condition)
        : FieldValues.any(((Field) reference).field(), condition);
  }

  private static Condition exists(Reference reference) {
    return reference instanceof Attribute attribute
        ? AttributeValues.exists(attribute)
        : FieldValues.exists(((Field) reference).field());
  }

  private FilterCompiler() {}
}
