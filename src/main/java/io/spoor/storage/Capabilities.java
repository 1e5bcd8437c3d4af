// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeLevel;
import java.util.List;
import java.util.Set;

/**
 * What a backend can do. Whatever it cannot is refused in words, never answered with less.
 *
 * @param searchWithoutServiceName whether a search may leave the service open
 * @param durable whether an acknowledged span survives a crash of the process
 * @param filterLevels levels that a structured filter may name; the empty one is always possible
 * @param filterOperators operators of structured filters, by their names on the wire; empty for a
 *     backend that takes no filter
 * @param paginated whether a search may begin behind a position
 */
public record Capabilities(
    boolean searchWithoutServiceName,
    boolean durable,
    Set<AttributeLevel> filterLevels,
    List<String> filterOperators,
    boolean paginated) {

  private static final List<String> ALL_OPERATORS =
      List.of(
          "and", "or", "not", "eq", "ne", "gt", "lt", "gte", "lte", "regex", "exists", "in",
          "not_in", "some");

  /** Copies the collections. */
  public Capabilities {
    filterLevels = Set.copyOf(filterLevels);
    filterOperators = List.copyOf(filterOperators);
  }

  /** Everything that a search can ask for. */
  public static Capabilities full(boolean durable) {
    return new Capabilities(true, durable, Set.of(AttributeLevel.values()), ALL_OPERATORS, true);
  }
}
