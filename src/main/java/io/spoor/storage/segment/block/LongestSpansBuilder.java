// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.LongColumn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Collects the greatest duration of each service in each row group of a block, as {@link
 * LongestSpans} reads it. Runs once a group and service. Not thread-safe.
 *
 * <p>Takes 16 bytes a group and service while the block is written, for at most {@link
 * #MAX_SERVICES} of them: the first that come.
 */
final class LongestSpansBuilder {
  static final int MAX_SERVICES = 512;

  private static final int ALL = 1;

  private final Map<Long, Longest> services = new LinkedHashMap<>(); // by entry of the filter
  private boolean all = true;
  private int group;

  private static final class Longest {
    private final LongValues groups = new LongValues();
    private final LongValues durations = new LongValues();
  }

  /** The longest span that a service has in the group under way; may come in parts. */
  void add(long entry, long duration) {
    Longest longest = services.get(entry);
    if (longest == null) {
      if (services.size() == MAX_SERVICES) {
        all = false;
        return;
      }
      longest = new Longest();
      services.put(entry, longest);
    }
    int last = longest.groups.count() - 1;
    if (last >= 0 && longest.groups.get(last) == group) {
      longest.durations.set(last, Math.max(longest.durations.get(last), duration));
    } else {
      longest.groups.add(group);
      longest.durations.add(duration);
    }
  }

  /** Ends the current group. */
  void endGroup() {
    group++;
  }

  /** Appends the encoded form. */
  void encode(ByteOutput target) {
    target.putByte(all ? ALL : 0);
    target.putVarint(services.size());
    for (Map.Entry<Long, Longest> service : services.entrySet()) {
      target.putLong(Objects.requireNonNull(service.getKey()));
      Longest longest = service.getValue();
      int count = longest.groups.count();
      target.putVarint(count);
      long[] steps = new long[count]; // mostly all are 1
      for (int i = 0; i < count; i++) {
        steps[i] = longest.groups.get(i) - (i == 0 ? -1 : longest.groups.get(i - 1));
      }
      LongColumn.encode(steps, count, target);
      LongColumn.encode(longest.durations.array(), count, target);
    }
  }
}
