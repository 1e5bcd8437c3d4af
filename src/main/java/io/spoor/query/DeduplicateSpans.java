// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.SpanIdentity;
import io.spoor.model.Trace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Leaves one of several spans that are the same in every field, resource and scope included.
 *
 * <p>Storage recognises the same span itself; this is for copies that reached it by two ways, such
 * as an archive. Only spans that share an id are compared at all.
 */
final class DeduplicateSpans implements Adjuster {
  /**
   * Most spans of one hash that are compared. Whoever wants to can make many different spans that
   * share it; without the bound they would take quadratic time. Beyond it a copy is shown twice.
   */
  static final int MAX_COMPARED = 16;

  @Override
  public Trace adjust(Trace trace) {
    SpanIdIndex index = SpanIdIndex.of(trace);
    if (!index.hasDuplicates()) {
      return trace;
    }
    boolean[] isCopy = new boolean[trace.size()];
    int copies = 0;
    for (int span = 0; span < trace.size(); span++) {
      if (index.next(span) != SpanIdIndex.NONE && index.isFirst(span)) {
        copies += markCopies(trace, index, span, isCopy);
      }
    }
    return copies == 0 ? trace : trace.select(others(isCopy, copies));
  }

  private static int markCopies(Trace trace, SpanIdIndex index, int first, boolean[] isCopy) {
    Map<Long, int[]> distinct = new HashMap<>(); // kept spans by hash, the count in front
    int copies = 0;
    for (int span = first; span != SpanIdIndex.NONE; span = index.next(span)) {
      long hash = SpanIdentity.contentHash(trace.batch(span), trace.row(span));
      int[] kept = distinct.computeIfAbsent(hash, absent -> new int[2]);
      if (isAmong(trace, span, kept)) {
        isCopy[span] = true;
        copies++;
      } else if (kept[0] < MAX_COMPARED) {
        distinct.put(hash, with(kept, span));
      }
    }
    return copies;
  }

  private static boolean isAmong(Trace trace, int span, int[] kept) {
    for (int i = 1; i <= kept[0]; i++) {
      int other = kept[i];
      if (trace.parentSpanId(span) == trace.parentSpanId(other)
          && SpanIdentity.same(
              trace.batch(span), trace.row(span), trace.batch(other), trace.row(other))) {
        return true;
      }
    }
    return false;
  }

  private static int[] with(int[] kept, int span) {
    int count = kept[0] + 1;
    int[] more = count < kept.length ? kept : Arrays.copyOf(kept, 2 * kept.length);
    more[0] = count;
    more[count] = span;
    return more;
  }

  private static int[] others(boolean[] isCopy, int copies) {
    int[] others = new int[isCopy.length - copies];
    int count = 0;
    for (int span = 0; span < isCopy.length; span++) {
      if (!isCopy[span]) {
        others[count++] = span;
      }
    }
    return others;
  }
}
