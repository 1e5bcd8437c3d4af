// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static java.util.Objects.requireNonNull;

import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes down what it is told. */
final class RecordingObserver implements GroupObserver {
  final Map<String, Integer> operations = new TreeMap<>();
  final Map<String, Set<String>> values = new TreeMap<>();
  final Set<String> withMoreValues = new TreeSet<>();
  private String key = "";

  @Override
  public void operation(
      StringTable serviceStrings,
      int service,
      StringTable nameStrings,
      int name,
      int kind,
      int spans) {
    String operation =
        "%s %s %d".formatted(serviceStrings.string(service), nameStrings.string(name), kind);
    operations.merge(operation, spans, Integer::sum);
  }

  @Override
  public void key(
      String level, StringTable strings, int index, AttributeType type, boolean allValues) {
    key = "%s %s %s".formatted(level, strings.string(index), type);
    values.computeIfAbsent(key, added -> new TreeSet<>());
    if (!allValues) {
      withMoreValues.add(key);
    }
  }

  @Override
  public void text(StringTable strings, int value) {
    requireNonNull(values.get(key)).add(strings.string(value));
  }

  @Override
  public void number(long value) {
    requireNonNull(values.get(key)).add(Long.toString(value));
  }

  /** Writes nothing down. */
  static final class Ignoring implements GroupObserver {
    @Override
    public void operation(
        StringTable serviceStrings,
        int service,
        StringTable nameStrings,
        int name,
        int kind,
        int spans) {}

    @Override
    public void key(
        String level, StringTable strings, int key, AttributeType type, boolean allValues) {}

    @Override
    public void text(StringTable strings, int value) {}

    @Override
    public void number(long value) {}
  }
}
