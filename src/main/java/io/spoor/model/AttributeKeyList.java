// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * Attribute keys that are in use.
 *
 * @param keys sorted by key, without duplicates
 * @param complete whether these are all that were asked for, levels and types included
 */
public record AttributeKeyList(List<AttributeKey> keys, boolean complete) {

  /** Copies the list. */
  public AttributeKeyList {
    keys = List.copyOf(keys);
  }
}
