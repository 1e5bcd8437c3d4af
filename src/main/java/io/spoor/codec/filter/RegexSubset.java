// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.spoor.codec.text.GoSyntax;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Patterns of filters: RE2 without what the engines of storage backends do not share, that is
 * anchors, word boundaries, lazy quantifiers and inline flags. Matching takes time linear in the
 * text.
 */
public final class RegexSubset {
  /** The most characters of a pattern. */
  public static final int MAX_LENGTH = 1_000;

  /** The most repetitions that a pattern may ask for, those within each other multiplied. */
  static final int MAX_REPETITIONS = 1_000;

  private final String pattern;
  private final Deque<Integer> groups = new ArrayDeque<>(); // repetitions within each open group
  private int repetitions = 1; // within the last term
  private int inGroup = 1; // the most within the group that is open
  private int at;

  private RegexSubset(String pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern, ready to be searched with.
   *
   * @throws IllegalArgumentException with the reason for the client
   */
  public static Pattern compile(String pattern) {
    if (pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "pattern has " + pattern.length() + " characters, the most are " + MAX_LENGTH);
    }
    new RegexSubset(pattern).check();
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern " + GoSyntax.quote(pattern) + ": " + e.getDescription(), e);
    }
  }

  private void check() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '^', '$' -> throw refused("anchors", String.valueOf(c));
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> open();
        case ')' -> close();
        case '*', '+', '?' -> quantifier(1);
        case '{' -> counted();
        default -> term();
      }
    }
  }

  private void term() {
    repetitions = 1;
  }

  private void escape() {
    char c = next();
    switch (c) {
      case 'A', 'z', 'Z' -> throw refused("anchors", "\\" + c);
      case 'b', 'B' -> throw refused("word boundaries", "\\" + c);
      case 'C' -> throw refused("single bytes", "\\C");
      case 'Q' -> {
        int end = pattern.indexOf("\\E", at);
        at = end < 0 ? pattern.length() : end + 2;
      }
      default -> {
        // what it stands for is RE2's matter
      }
    }
    term();
  }

  /** Skips to the end of a class: there, the characters refused elsewhere are plain ones. */
  private void characterClass() {
    if (peek() == '^') {
      at++;
    }
    if (peek() == ']') {
      at++;
    }
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
        at = pattern.indexOf(":]", at) + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
    term();
  }

  private void open() {
    if (peek() == '?' && !pattern.startsWith("?:", at) && !pattern.startsWith("?P<", at)) {
      throw refused("inline flags", "(?");
    }
    at += peek() == '?' ? 2 : 0;
    groups.push(inGroup);
    inGroup = 1;
    term();
  }

  private void close() {
    if (!groups.isEmpty()) {
      repetitions = inGroup;
      inGroup = Math.max(groups.pop(), repetitions);
    }
  }

  private void quantifier(int times) {
    if (peek() == '?') {
      throw refused("lazy quantifiers", pattern.substring(at - 1, at + 1));
    }
    repetitions = (int) Math.min(Integer.MAX_VALUE, (long) repetitions * Math.max(1, times));
    inGroup = Math.max(inGroup, repetitions);
    if (repetitions > MAX_REPETITIONS) {
      throw new IllegalArgumentException(
          "pattern "
              + GoSyntax.quote(pattern)
              + " asks for "
              + repetitions
              + " repetitions, the most are "
              + MAX_REPETITIONS);
    }
  }

  /** A repetition with counts; a brace that begins none is a plain character. */
  private void counted() {
    int end = pattern.indexOf('}', at);
    String counts = end < 0 ? "" : pattern.substring(at, end);
    if (!counts.matches("\\d{1,9}(,\\d{0,9})?")) {
      term();
      return;
    }
    at = end + 1;
    int comma = counts.indexOf(',');
    String most =
        comma < 0 || comma == counts.length() - 1
            ? counts.replace(",", "")
            : counts.substring(comma + 1);
    quantifier(Integer.parseInt(most));
  }

  private char next() {
    return at < pattern.length() ? pattern.charAt(at++) : '\0';
  }

  private char peek() {
    return at < pattern.length() ? pattern.charAt(at) : '\0';
  }

  private IllegalArgumentException refused(String what, String where) {
    return new IllegalArgumentException(
        "pattern "
            + GoSyntax.quote(pattern)
            + ": "
            + what
            + " ("
            + where
            + ") cannot be used in filters");
  }
}
