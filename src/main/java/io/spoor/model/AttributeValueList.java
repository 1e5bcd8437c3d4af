// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * Values that an attribute has.
 *
 * @param values text forms, sorted, without duplicates
 * @param complete whether these are all that were asked for
 */
public record AttributeValueList(List<String> values, boolean complete) {

  /** Copies the list. */
  public AttributeValueList {
    values = List.copyOf(values);
  }
}
