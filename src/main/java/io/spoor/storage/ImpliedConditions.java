// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.codec.text.DecimalText;
import io.spoor.codec.text.GoSyntax;
import io.spoor.model.AttributeLevel;
import io.spoor.model.TraceQuery;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.SpanField;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.And;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Membership;
import io.spoor.model.filter.SpanFilter.Operator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plain conditions of a query that whatever fulfils its filter fulfils too. */
final class ImpliedConditions {
  private static final Set<String> KEYS_WITH_A_MEANING =
      Set.of("error", "span.kind", "span.status", "scope.name", "scope.version");
  private static final String RESOURCE = "resource.";

  private final TraceQuery query;
  private final Map<String, String> attributes;
  private @Nullable String serviceName;
  private @Nullable String operationName;
  private long startMin;
  private long startMax;
  private long durationMin;
  private long durationMax;

  ImpliedConditions(TraceQuery query) {
    this.query = query;
    this.attributes = new LinkedHashMap<>(query.attributes());
    this.serviceName = query.serviceName();
    this.operationName = query.operationName();
    this.startMin = query.startTimeMinUnixNano();
    this.startMax = query.startTimeMaxUnixNano();
    this.durationMin = query.durationMinNano();
    this.durationMax = query.durationMaxNano();
  }

  /** The query, with the conditions of the filter that can be said plainly. */
  TraceQuery of(SpanFilter filter) {
    add(filter);
    return new TraceQuery(
        serviceName,
        operationName,
        attributes,
        startMin,
        startMax,
        durationMin,
        durationMax,
        query.limit(),
        query.filter(),
        query.after());
  }

  private void add(SpanFilter filter) {
    if (filter instanceof And and) {
      and.terms().forEach(this::add);
    } else if (filter instanceof SpanFilter.Some some) {
      add(some.condition());
    } else if (filter instanceof Membership one && !one.negated() && one.values().size() == 1) {
      add(Operator.EQ, one.reference(), one.values().get(0));
    } else if (filter instanceof Comparison comparison
        && comparison.right() instanceof Constant constant) {
      add(comparison.operator(), comparison.left(), constant);
    }
  }

  private void add(Operator operator, Reference reference, Constant constant) {
    if (operator == Operator.NE) {
      return;
    }
    if (reference instanceof Field field) {
      add(operator, field.field(), constant);
    } else if (operator == Operator.EQ && isOnlyText(constant)) {
      addAttribute((Attribute) reference, constant.text());
    }
  }

  private void add(Operator operator, SpanField field, Constant constant) {
    if (field == SpanField.SPAN_START_TIME) {
      addStart(operator, constant.nanos());
    } else if (field == SpanField.SPAN_DURATION) {
      addDuration(operator, constant.nanos());
    } else if (operator == Operator.EQ) {
      addText(field, constant.text());
    }
  }

  private void addText(SpanField field, String text) {
    switch (field) {
      case RESOURCE_SERVICE -> serviceName = serviceName == null ? text : serviceName;
      case SPAN_NAME -> operationName = operationName == null ? text : operationName;
      case SPAN_KIND -> attributes.putIfAbsent("span.kind", text);
      case SPAN_STATUS -> attributes.putIfAbsent("span.status", text);
      case SCOPE_NAME -> attributes.putIfAbsent("scope.name", text);
      case SCOPE_VERSION -> attributes.putIfAbsent("scope.version", text);
      default -> {
        // the other fields have no plain condition
      }
    }
  }

  private void addAttribute(Attribute attribute, String text) {
    String key = attribute.key();
    if (attribute.level() == AttributeLevel.RESOURCE) {
      attributes.putIfAbsent(RESOURCE + key, text);
    } else if (!KEYS_WITH_A_MEANING.contains(key) && !key.startsWith(RESOURCE)) {
      attributes.putIfAbsent(key, text);
    }
  }

  /** Whether whatever equals the constant has its very text as its text form. */
  private static boolean isOnlyText(Constant constant) {
    String text = constant.text();
    return switch (constant.type()) {
      case STRING -> true;
      case INT -> Long.toString(GoSyntax.parseLong(text)).equals(text);
      case BOOL -> text.equals("true") || text.equals("false");
      case ANY, DOUBLE ->
          !DecimalText.isNumber(text) || isCanonical(Double.parseDouble(text), text);
      case DURATION, TIME, KIND, STATUS -> false;
    };
  }

  /** Of zeros one has a sign, so that their texts differ. */
  private static boolean isCanonical(double number, String text) {
    return number != 0 && AttributeText.of(number).equals(text);
  }

  private void addStart(Operator operator, long nanos) {
    if (operator != Operator.LT && operator != Operator.LTE) {
      startMin = Long.compareUnsigned(nanos, startMin) > 0 ? nanos : startMin;
    }
    if (operator != Operator.GT && operator != Operator.GTE) {
      startMax = Long.compareUnsigned(nanos, startMax) < 0 ? nanos : startMax;
    }
  }

  private void addDuration(Operator operator, long nanos) {
    if (operator != Operator.LT && operator != Operator.LTE) {
      durationMin = Math.max(nanos, durationMin);
    }
    if (operator != Operator.GT && operator != Operator.GTE) {
      durationMax = Math.min(nanos, durationMax);
    }
  }
}
