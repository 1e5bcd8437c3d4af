// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.NaiveSpan.Attribute;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store as a beginner would write it, from the words of the contract alone. */
final class NaiveStore {
  private final Set<NaiveSpan> spans = new LinkedHashSet<>();

  void add(Collection<NaiveSpan> more) {
    spans.addAll(more);
  }

  int size() {
    return spans.size();
  }

  List<TraceId> traceIds() {
    return spans.stream().map(NaiveSpan::trace).distinct().toList();
  }

  List<NaiveSpan> get(TraceId id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  List<TraceId> find(TraceQuery query) {
    Map<TraceId, BigInteger> newest = new TreeMap<>(Comparator.comparing(NaiveStore::number));
    for (NaiveSpan span : spans) {
      if (matches(span, query)) {
        newest.merge(span.trace(), unsigned(span.times().start()), BigInteger::max);
      }
    }
    return newest.entrySet().stream()
        .sorted(Map.Entry.<TraceId, BigInteger>comparingByValue().reversed()) // stable: ids ascend
        .filter(hit -> isBehind(hit.getKey(), hit.getValue(), query.after()))
        .map(Map.Entry::getKey)
        .limit(query.limit())
        .toList();
  }

  private static boolean isBehind(TraceId id, BigInteger start, @Nullable TracePosition position) {
    if (position == null) {
      return true;
    }
    int byStart = unsigned(position.startTimeUnixNano()).compareTo(start);
    return byStart > 0 || (byStart == 0 && number(id).compareTo(number(position.traceId())) > 0);
  }

  private static BigInteger number(TraceId id) {
    return new BigInteger(id.toHex(), 16);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static boolean matches(NaiveSpan span, TraceQuery query) {
    BigInteger start = unsigned(span.times().start());
    BigInteger duration = BigInteger.valueOf(span.times().duration());
    return (query.serviceName() == null || span.service().equals(query.serviceName()))
        && (query.operationName() == null || span.name().equals(query.operationName()))
        && start.compareTo(unsigned(query.startTimeMinUnixNano())) >= 0
        && start.compareTo(unsigned(query.startTimeMaxUnixNano())) <= 0
        && duration.compareTo(BigInteger.valueOf(query.durationMinNano())) >= 0
        && duration.compareTo(BigInteger.valueOf(query.durationMaxNano())) <= 0
        && (query.filter() == null || NaiveFilter.matches(span, query.filter()))
        && query.attributes().entrySet().stream()
            .allMatch(wanted -> hasAttribute(span, wanted.getKey(), wanted.getValue()));
  }

  private static boolean hasAttribute(NaiveSpan span, String key, String text) {
    return switch (key) {
      case "error" -> isError(span, text);
      case "span.kind" -> span.details().kind().name().equalsIgnoreCase(text);
      case "span.status" -> span.details().status().name().equalsIgnoreCase(text);
      case "scope.name" -> span.where().scopeName().equals(text);
      case "scope.version" -> span.where().scopeVersion().equals(text);
      default ->
          key.startsWith("resource.")
              ? has(resource(span), key.substring(9), text)
              : has(everywhere(span), key, text);
    };
  }

  private static boolean isError(NaiveSpan span, String text) {
    boolean failed = span.details().status() == StatusCode.ERROR;
    boolean yes = List.of("true", "1", "t", "T", "TRUE", "True").contains(text);
    boolean no = List.of("false", "0", "f", "F", "FALSE", "False").contains(text);
    return (yes && failed)
        || (no && !failed)
        || has(span.details().attributes().stream(), "error", text);
  }

  private static Stream<Attribute> resource(NaiveSpan span) {
    return span.where().resource().stream();
  }

  private static Stream<Attribute> everywhere(NaiveSpan span) {
    return Stream.of(
            resource(span),
            span.where().scope().stream(),
            span.details().attributes().stream(),
            span.details().events().stream().flatMap(List::stream),
            span.details().links().stream().flatMap(List::stream))
        .flatMap(attributes -> attributes);
  }

  private static boolean has(Stream<Attribute> attributes, String key, String text) {
    return attributes.anyMatch(a -> a.key().equals(key) && a.value().text().equals(text));
  }

  List<String> services() {
    return spans.stream()
        .map(NaiveSpan::service)
        .filter(service -> !service.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  List<Operation> operations(String service, @Nullable SpanKind kind) {
    return spans.stream()
        .filter(span -> span.service().equals(service))
        .map(span -> new Operation(span.name(), span.details().kind()))
        .filter(operation -> kind == null || operation.kind() == kind)
        .distinct()
        .sorted(
            Comparator.comparing(Operation::name)
                .thenComparing(operation -> operation.kind().number()))
        .toList();
  }

  NaiveCatalogue catalogue() {
    return new NaiveCatalogue(spans);
  }

  /** Calls and errors of each operation of spans that start in the range. */
  Map<String, List<Integer>> operationCounts(long start, long end) {
    return spans.stream()
        .filter(span -> unsigned(span.times().start()).compareTo(unsigned(start)) >= 0)
        .filter(span -> unsigned(span.times().start()).compareTo(unsigned(end)) <= 0)
        .collect(
            Collectors.toMap(
                span -> span.service() + "/" + span.name() + "/" + span.details().kind(),
                span -> List.of(1, span.details().status() == StatusCode.ERROR ? 1 : 0),
                (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1))));
  }

  List<Dependency> dependencies(long start, long end) {
    Map<List<String>, Long> calls =
        spans.stream()
            .filter(child -> unsigned(child.times().start()).compareTo(unsigned(start)) >= 0)
            .filter(child -> unsigned(child.times().start()).compareTo(unsigned(end)) <= 0)
            .map(child -> call(child))
            .filter(call -> !call.contains(""))
            .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    return calls.entrySet().stream()
        .map(call -> new Dependency(call.getKey().get(0), call.getKey().get(1), call.getValue()))
        .sorted(Comparator.comparing(Dependency::parent).thenComparing(Dependency::child))
        .toList();
  }

  private List<String> call(NaiveSpan child) {
    NaiveSpan parent = parent(child);
    return List.of(parent == null ? "" : parent.service(), child.service());
  }

  private @Nullable NaiveSpan parent(NaiveSpan child) {
    List<NaiveSpan> others =
        spans.stream()
            .filter(span -> span.trace().equals(child.trace()) && !span.equals(child))
            .sorted(Comparator.comparing(NaiveSpan::service))
            .toList();
    Stream<NaiveSpan> clients =
        others.stream()
            .filter(span -> child.details().kind() == SpanKind.SERVER && span.id() == child.id())
            .filter(span -> span.details().kind() == SpanKind.CLIENT);
    List<NaiveSpan> parents = others.stream().filter(span -> span.id() == child.parent()).toList();
    Stream<NaiveSpan> servers =
        parents.stream().filter(span -> span.details().kind() == SpanKind.SERVER);
    return Stream.of(clients, servers, parents.stream())
        .flatMap(candidates -> candidates)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
