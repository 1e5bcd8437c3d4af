// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects warnings about the spans of one trace, for {@link Trace#withWarnings}. Not thread-safe.
 *
 * <p>Spans without a warning cost nothing, and those of a trace without any not even an array.
 */
public final class TraceWarnings {
  private final int size;
  private @Nullable List<String> @Nullable [] bySpan;

  /** Starts without warnings, for a trace of {@code size} spans. */
  public TraceWarnings(int size) {
    this.size = size;
  }

  /** Adds a warning; those of one span keep their order. */
  public void add(int span, String warning) {
    if (bySpan == null) {
      bySpan = newColumn(size);
    }
    List<String> warnings = bySpan[span];
    if (warnings == null) {
      warnings = new ArrayList<>(1);
      bySpan[span] = warnings;
    }
    warnings.add(warning);
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return bySpan == null;
  }

  /** A column of earlier warnings followed by these; the earlier column stays as it is. */
  @Nullable List<String> @Nullable [] appendedTo(@Nullable List<String> @Nullable [] earlier) {
    if (bySpan == null) {
      return earlier;
    }
    @Nullable List<String>[] column = newColumn(size);
    for (int span = 0; span < size; span++) {
      column[span] = joined(earlier == null ? null : earlier[span], bySpan[span]);
    }
    return column;
  }

  static @Nullable List<String> @Nullable [] select(
      @Nullable List<String> @Nullable [] column, int[] spans) {
    if (column == null) {
      return null;
    }
    @Nullable List<String>[] selected = newColumn(spans.length);
    for (int i = 0; i < spans.length; i++) {
      selected[i] = column[spans[i]];
    }
    return selected;
  }

  private static @Nullable List<String> joined(
      @Nullable List<String> first, @Nullable List<String> second) {
    if (second == null) {
      return first;
    }
    if (first == null) {
      return List.copyOf(second);
    }
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return List.copyOf(both);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other form
  private static @Nullable List<String>[] newColumn(int size) {
    return new List[size];
  }
}
