// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.block.BlockCatalogue.KeyValues;
import io.spoor.storage.segment.block.BlockCatalogue.OperationCount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the catalogue of a block from what its row groups hold; bounded in entries and in bytes
 * of text. Runs once a group for each distinct thing, not once a span. Not thread-safe.
 */
final class CatalogueBuilder implements GroupObserver {
  /** Longest value that is listed. */
  static final int MAX_VALUE_BYTES = 256;

  /** Text of all entries together. */
  static final int MAX_TEXT_BYTES = 4 << 20;

  private record OperationName(String service, String name, int kind) {}

  private record KeyName(String level, String key) {}

  private static final class Values {
    private final Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
    private final Set<String> values = new LinkedHashSet<>();
    private boolean all = true;
    private AttributeType type = AttributeType.EMPTY; // that was told last

    /** Whether another value changes nothing. */
    private boolean isClosed() {
      return !all && values.size() == BlockCatalogue.MAX_VALUES;
    }
  }

  private final Map<OperationName, long[]> operations = new HashMap<>();
  private final Map<KeyName, Values> keys = new HashMap<>();
  private boolean allOperations = true;
  private boolean allKeys = true;
  private int operationTextBytes;
  private int keyTextBytes;
  private @Nullable Values current;

  @Override
  public void operation(
      StringTable serviceStrings,
      int service,
      StringTable nameStrings,
      int name,
      int kind,
      int spans) {
    int bytes = serviceStrings.length(service) + nameStrings.length(name);
    if (bytes > MAX_TEXT_BYTES) {
      allOperations = false;
      return;
    }
    OperationName operation =
        new OperationName(serviceStrings.string(service), nameStrings.string(name), kind);
    long[] count = operations.get(operation);
    if (count == null) {
      if (operations.size() == BlockCatalogue.MAX_OPERATIONS
          || bytes > MAX_TEXT_BYTES - operationTextBytes) {
        allOperations = false;
        return;
      }
      operationTextBytes += bytes;
      count = new long[1];
      operations.put(operation, count);
    }
    count[0] += spans;
  }

  @Override
  public void key(
      String level, StringTable strings, int key, AttributeType type, boolean allValues) {
    Values values = values(level, strings, key);
    current = values;
    if (values != null) {
      values.type = type;
      values.types.add(type);
      values.all &= allValues || !isListed(type);
    }
  }

  private @Nullable Values values(String level, StringTable strings, int key) {
    int bytes = strings.length(key);
    if (bytes > MAX_TEXT_BYTES) {
      allKeys = false;
      return null;
    }
    KeyName name = new KeyName(level, strings.string(key));
    Values values = keys.get(name);
    if (values == null) {
      if (keys.size() == BlockCatalogue.MAX_KEYS || bytes > MAX_TEXT_BYTES - keyTextBytes) {
        allKeys = false;
        return null;
      }
      keyTextBytes += bytes;
      values = new Values();
      keys.put(name, values);
    }
    return values;
  }

  private static boolean isListed(AttributeType type) {
    return type == AttributeType.STRING || type == AttributeType.BOOL || type == AttributeType.INT;
  }

  @Override
  public void text(StringTable strings, int value) {
    Values values = current;
    if (values == null || values.isClosed()) {
      return;
    }
    if (strings.length(value) > MAX_VALUE_BYTES) {
      values.all = false;
    } else {
      add(values, strings.string(value), strings.length(value));
    }
  }

  @Override
  public void number(long value) {
    Values values = current;
    if (values == null || values.isClosed()) {
      return;
    }
    String text =
        values.type == AttributeType.BOOL ? Boolean.toString(value != 0) : Long.toString(value);
    add(values, text, text.length());
  }

  private void add(Values values, String value, int bytes) {
    if (values.values.contains(value)) {
      return;
    }
    if (values.values.size() == BlockCatalogue.MAX_VALUES
        || bytes > MAX_TEXT_BYTES - keyTextBytes) {
      values.all = false;
    } else {
      keyTextBytes += bytes;
      values.values.add(value);
    }
  }

  /** What was told so far. */
  BlockCatalogue build() {
    List<OperationCount> counts = new ArrayList<>(operations.size());
    operations.forEach(
        (name, spans) ->
            counts.add(new OperationCount(name.service(), name.name(), name.kind(), spans[0])));
    List<KeyValues> listed = new ArrayList<>(keys.size());
    keys.forEach(
        (name, values) ->
            listed.add(
                new KeyValues(
                    name.level(),
                    name.key(),
                    values.types,
                    List.copyOf(values.values),
                    values.all)));
    return new BlockCatalogue(counts, allOperations, listed, allKeys);
  }
}
