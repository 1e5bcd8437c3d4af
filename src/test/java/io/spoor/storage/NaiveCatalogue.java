// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.storage.NaiveSpan.Attribute;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attributes of a naive store's spans. */
final class NaiveCatalogue {
  private final Map<AttributeLevel, List<Attribute>> attributes;

  NaiveCatalogue(Collection<NaiveSpan> spans) {
    attributes = new EnumMap<>(AttributeLevel.class);
    put(AttributeLevel.SPAN, spans.stream().map(span -> span.details().attributes()));
    put(AttributeLevel.EVENT, spans.stream().flatMap(span -> span.details().events().stream()));
    put(AttributeLevel.LINK, spans.stream().flatMap(span -> span.details().links().stream()));
    put(AttributeLevel.SCOPE, spans.stream().map(span -> span.where().scope()));
    put(AttributeLevel.RESOURCE, spans.stream().map(span -> span.where().resource()));
  }

  private void put(AttributeLevel level, Stream<List<Attribute>> lists) {
    attributes.put(level, lists.flatMap(List::stream).distinct().toList());
  }

  /** All keys but {@code service.name}, which is no attribute of the model. */
  List<AttributeKey> keys() {
    return attributes.values().stream()
        .flatMap(List::stream)
        .map(Attribute::key)
        .distinct()
        .sorted()
        .map(key -> new AttributeKey(key, levels(key), types(key)))
        .toList();
  }

  private Set<AttributeLevel> levels(String key) {
    return attributes.entrySet().stream()
        .filter(those -> those.getValue().stream().anyMatch(each -> each.key().equals(key)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Set<AttributeType> types(String key) {
    return attributes.values().stream()
        .flatMap(List::stream)
        .filter(attribute -> attribute.key().equals(key))
        .map(attribute -> attribute.value().type())
        .collect(Collectors.toSet());
  }

  Set<String> values(String key) {
    return attributes.values().stream()
        .flatMap(List::stream)
        .filter(attribute -> attribute.key().equals(key))
        .map(attribute -> attribute.value().text())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
