// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Set;

/**
 * An attribute key that is in use.
 *
 * @param levels where it stands, at least one
 * @param types of its values, at least one
 */
public record AttributeKey(String key, Set<AttributeLevel> levels, Set<AttributeType> types) {

  /** Copies both sets. */
  public AttributeKey {
    levels = Set.copyOf(levels);
    types = Set.copyOf(types);
  }
}
