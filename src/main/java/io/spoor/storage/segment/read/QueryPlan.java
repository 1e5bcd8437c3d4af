// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceQuery;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a query can be pushed down to filters and pages: a condition for each of the query's that
 * lets through at least what the query's does (docs/query.md). For one search, on one thread.
 */
final class QueryPlan {
  private static final String RESOURCE = "resource.";

  private final List<PageCondition> conditions;
  private final boolean isPossible;

  private QueryPlan(List<PageCondition> conditions, boolean isPossible) {
    this.conditions = List.copyOf(conditions);
    this.isPossible = isPossible;
  }

  /** The plan of a query; times and durations are not part of it. */
  static QueryPlan of(TraceQuery query) {
    List<PageCondition> conditions = new ArrayList<>(); // cheap ones first
    boolean isPossible = true;
    if (query.serviceName() != null) {
      conditions.add(ScopeCondition.service(query.serviceName()));
      if (query.durationMinNano() > TraceQuery.NO_DURATION_MIN) {
        conditions.add(new LongSpanCondition(query.serviceName(), query.durationMinNano()));
      }
    }
    if (query.operationName() != null) {
      conditions.add(new OperationCondition(query.operationName()));
    }
    for (var attribute : query.attributes().entrySet()) {
      Optional<PageCondition> condition = condition(attribute.getKey(), attribute.getValue());
      condition.ifPresent(conditions::add);
      isPossible &= condition.isPresent();
    }
    return new QueryPlan(conditions, isPossible);
  }

  /** The condition of an attribute; empty when nothing can fulfil it. */
  private static Optional<PageCondition> condition(String key, String text) {
    return switch (key) {
      case "error" -> Optional.of(error(text));
      case "span.status" -> status(text.toUpperCase(Locale.ROOT));
      case "span.kind" ->
          SpanKind.fromLowerCase(text.toLowerCase(Locale.ROOT)).map(NumberCondition::kind);
      case "scope.name" -> Optional.of(ScopeCondition.name(text));
      case "scope.version" -> Optional.of(ScopeCondition.version(text));
      default -> Optional.of(attribute(key, text));
    };
  }

  private static PageCondition error(String text) {
    PageCondition explicit = AttributeCondition.span(new WantedValue("error", text));
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" ->
          new EitherCondition(NumberCondition.error(true), explicit);
      case "0", "f", "F", "false", "FALSE", "False" ->
          new EitherCondition(NumberCondition.error(false), explicit);
      default -> explicit;
    };
  }

  private static Optional<PageCondition> status(String upperCase) {
    for (StatusCode code : StatusCode.values()) {
      if (code.name().equals(upperCase)) {
        return Optional.of(NumberCondition.status(code));
      }
    }
    return Optional.empty();
  }

  private static PageCondition attribute(String key, String text) {
    return key.startsWith(RESOURCE)
        ? ScopeCondition.resource(new WantedValue(key.substring(RESOURCE.length()), text))
        : AttributeCondition.any(new WantedValue(key, text));
  }

  /** False when no span can fulfil the query. */
  boolean isPossible() {
    return isPossible;
  }

  /** The conditions, in the order in which they are best tried. */
  List<PageCondition> conditions() {
    return conditions;
  }

  /** Groups of a block that may have a matching span; null for all. */
  @Nullable BitSet groups(Block block, ReadMeter meter) throws IOException {
    BitSet groups = null;
    for (PageCondition condition : conditions) {
      BitSet allowed = groups != null && groups.isEmpty() ? null : condition.groups(block, meter);
      if (groups == null) {
        groups = allowed;
      } else if (allowed != null) {
        groups.and(allowed);
      }
    }
    return groups;
  }
}
