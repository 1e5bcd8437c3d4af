// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import java.util.List;

/**
 * What a search may ask for; anything else is refused in words.
 *
 * @param withoutServiceName whether the service may be left open
 * @param sameSpanConjunction whether one span must meet all conditions
 * @param filterLevels levels that a structured filter may name, by their names on the wire
 * @param filterOperators operators of structured filters, by their names on the wire; empty when no
 *     filter is taken
 * @param paginated whether the answer can be had by pages
 */
public record SearchCapabilities(
    boolean withoutServiceName,
    boolean sameSpanConjunction,
    List<String> filterLevels,
    List<String> filterOperators,
    boolean paginated) {

  /** Copies the lists. */
  public SearchCapabilities {
    filterLevels = List.copyOf(filterLevels);
    filterOperators = List.copyOf(filterOperators);
  }
}
