// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What occurs in a block.
 *
 * @param operations each service, span name and kind, with the number of its spans; at most {@link
 *     #MAX_OPERATIONS}
 * @param allOperations whether these are all: otherwise only a scan of the block can tell
 * @param keys each attribute key, with what is known of its values; at most {@link #MAX_KEYS}
 * @param allKeys whether these are all
 */
public record BlockCatalogue(
    List<OperationCount> operations, boolean allOperations, List<KeyValues> keys, boolean allKeys) {
  public static final int MAX_OPERATIONS = 65_536;
  public static final int MAX_KEYS = 16_384;
  public static final int MAX_VALUES = 256;

  /**
   * Spans of a service with this name and kind.
   *
   * @param kind OTLP number
   */
  public record OperationCount(String service, String name, int kind, long spans) {}

  /**
   * A key on one level.
   *
   * @param level span, resource, scope, event or link, as the words are
   * @param values text forms of string, bool and integer values, most frequent or not, at most
   *     {@link #MAX_VALUES}; none of more than 256 bytes
   * @param allValues whether these are all that strings, bools and integers have
   */
  public record KeyValues(
      String level, String key, Set<AttributeType> types, List<String> values, boolean allValues) {}

  /** The types that values of this key have on any level; every type where that is not known. */
  public Set<AttributeType> typesOf(String key) {
    if (!allKeys) {
      return EnumSet.allOf(AttributeType.class);
    }
    Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
    for (KeyValues values : keys) {
      if (values.key().equals(key)) {
        types.addAll(values.types());
      }
    }
    return types;
  }
}
