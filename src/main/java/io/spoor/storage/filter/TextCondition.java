// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.StringTable;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a text has to be. Immutable. */
final class TextCondition {
  /** No text will do. */
  static final TextCondition NEVER = new TextCondition(text -> false, null);

  private final Predicate<String> predicate;
  private final @Nullable String only; // the one text that will do, if there is but one

  private TextCondition(Predicate<String> predicate, @Nullable String only) {
    this.predicate = predicate;
    this.only = only;
  }

  static TextCondition of(Predicate<String> predicate) {
    return new TextCondition(predicate, null);
  }

  static TextCondition oneOf(Set<String> texts) {
    if (texts.isEmpty()) {
      return NEVER;
    }
    Set<String> copy = Set.copyOf(texts);
    return new TextCondition(copy::contains, copy.size() == 1 ? copy.iterator().next() : null);
  }

  /** Whether a text will do. */
  boolean holds(String text) {
    return predicate.test(text);
  }

  /** Binds it to the strings of a batch; {@link Bound#NEVER} when none of them will do. */
  Bound on(StringTable strings) {
    if (this == NEVER) {
      return Bound.NEVER;
    }
    if (only != null) {
      int wanted = strings.find(only);
      return wanted < 0 ? Bound.NEVER : index -> index == wanted;
    }
    return new Remembered(strings, predicate);
  }

  /** Whether a string of a batch will do. */
  @FunctionalInterface
  interface Bound {
    /** None will. */
    Bound NEVER = index -> false;

    boolean holds(int index);
  }

  /** Evaluates each string once; one that two threads look at at the same time perhaps twice. */
  // Hot path: a search asks it once per value
  private static final class Remembered implements Bound {
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final StringTable strings;
    private final Predicate<String> predicate;
    private final byte[] known; // by string

    Remembered(StringTable strings, Predicate<String> predicate) {
      this.strings = strings;
      this.predicate = predicate;
      this.known = new byte[strings.size()];
    }

    @Override
    public boolean holds(int index) {
      byte answer = known[index];
      if (answer == 0) {
        answer = predicate.test(strings.string(index)) ? YES : NO;
        known[index] = answer;
      }
      return answer == YES;
    }
  }
}
