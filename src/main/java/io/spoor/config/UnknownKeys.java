// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds given keys that do not exist, and guesses what was meant. */
final class UnknownKeys {
  private final Collection<String> known;

  UnknownKeys(Collection<String> known) {
    this.known = List.copyOf(known);
  }

  /**
   * Returns a line for each unknown key, in the order of the keys. The value stays out of it: it
   * may be a secret under a mistyped name.
   */
  List<String> find(Map<String, GivenValue> given) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(given)
        .forEach(
            (path, value) -> {
              if (!known.contains(path) && !(value.isNothing() && isSection(path))) {
                lines.add(path + ": " + describe(path) + " (" + value.origin() + ")");
              }
            });
    return lines;
  }

  private String describe(String path) {
    if (isSection(path)) {
      return "is a section, so it takes keys and not a value";
    }
    Optional<String> leaf = known.stream().filter(key -> path.startsWith(key + ".")).findFirst();
    if (leaf.isPresent()) {
      return "unknown key, because " + leaf.get() + " takes one value and no keys";
    }
    return JaegerSettings.ofKey(path)
        .map(advice -> "unknown key, it is Jaeger's: " + advice)
        .orElseGet(() -> "unknown key" + nearest(path).map(UnknownKeys::question).orElse(""));
  }

  private static String question(String key) {
    return ", did you mean " + key + "?";
  }

  private boolean isSection(String path) {
    return known.stream().anyMatch(key -> key.startsWith(path + "."));
  }

  /** Returns the key that is a few typing errors away, or has the same last name elsewhere. */
  Optional<String> nearest(String path) {
    String wanted = path.toLowerCase(Locale.ROOT);
    Optional<String> close =
        known.stream()
            .filter(key -> distance(wanted, key) <= Math.max(2, lastName(key).length() / 3))
            .min(Comparator.comparingInt(key -> distance(wanted, key)));
    if (close.isPresent()) {
      return close;
    }
    List<String> sameName =
        known.stream().filter(key -> lastName(key).equalsIgnoreCase(lastName(path))).toList();
    return sameName.size() == 1 ? Optional.of(sameName.get(0)) : Optional.empty();
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Counts insertions, deletions, replacements, and swaps of neighbours; ignores case. */
  private static int distance(String wanted, String key) {
    String other = key.toLowerCase(Locale.ROOT);
    int[][] cost = new int[wanted.length() + 1][other.length() + 1];
    for (int i = 0; i <= wanted.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(cost, wanted, other, i, j);
      }
    }
    return cost[wanted.length()][other.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
