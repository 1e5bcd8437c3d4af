// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.model.StringTable;

/**
 * Learns what occurs in each row group while it is encoded: whoever writes the block implements
 * this to fill its {@link BlockCatalogue}, and hands it to the {@link RowGroupEncoder}, which calls
 * it from {@code encode}, on the same thread.
 *
 * <p>Strings are given as an index of a table that is only good during the call.
 */
interface GroupObserver {
  /** If a key has more distinct values in a group, only so many are told. */
  int MAX_VALUES = BlockCatalogue.MAX_VALUES;

  /**
   * So many spans of the group are of this service (0, the empty string, where there is none), have
   * this name and this kind (OTLP number). Once for each combination of a group, or a few times
   * with parts of the number.
   */
  void operation(
      StringTable serviceStrings,
      int service,
      StringTable nameStrings,
      int name,
      int kind,
      int spans);

  /**
   * The group has values of this key and type on this level: {@code span, event, link, scope} or
   * {@code resource}. May come several times a group for the same. {@link #text} and {@link
   * #number} follow with values of a string, boolean or integer type.
   *
   * @param allValues whether all values of the key and type in this part of the group follow
   */
  void key(String level, StringTable strings, int key, AttributeType type, boolean allValues);

  /** A value of the string type of the key that was told last; mostly once for each. */
  void text(StringTable strings, int value);

  /** A value of the integer or boolean type of the key that was told last; mostly once for each. */
  void number(long value);
}
