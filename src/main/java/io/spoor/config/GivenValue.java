// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Arrays;
import java.util.List;

/**
 * What somebody wrote for one key. Every scalar is text until the type of its key reads it, so a
 * value means the same in the file, in the environment and in {@code --set}.
 *
 * @param items one for a scalar, any number for a list, none for a key without a value
 * @param list whether it was written as a list
 * @param origin where it was written, for messages
 */
record GivenValue(List<String> items, boolean list, String origin) {

  GivenValue {
    items = List.copyOf(items);
  }

  static GivenValue scalar(String text, String origin) {
    return new GivenValue(List.of(text), false, origin);
  }

  static GivenValue list(List<String> items, String origin) {
    return new GivenValue(items, true, origin);
  }

  /** A key that was written without a value: its default holds, if there is such a key. */
  static GivenValue nothing(String origin) {
    return new GivenValue(List.of(), false, origin);
  }

  boolean isNothing() {
    return items.isEmpty() && !list;
  }

  /** Returns the text of a scalar. */
  String text() {
    return items.get(0);
  }

  /**
   * Returns the items of a list, of which a scalar is the form with commas. It may have the
   * brackets and quotes with which lists are printed.
   */
  List<String> split() {
    if (list) {
      return items;
    }
    String text = within('[', text().trim(), ']').trim();
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split("\\s*,\\s*")).map(item -> within('"', item, '"')).toList();
  }

  private static String within(char open, String text, char close) {
    int last = text.length() - 1;
    boolean enclosed = last > 0 && text.charAt(0) == open && text.charAt(last) == close;
    return enclosed ? text.substring(1, last) : text;
  }
}
