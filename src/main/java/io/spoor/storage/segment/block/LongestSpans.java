// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.LongColumn;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The greatest duration of each service in each row group of a block. Services are known by their
 * entry in the value filter: two with the same count as one. Immutable; from any thread.
 *
 * <pre>
 * u8 flags: 1 all services | varint services | of each:
 * u64 entry | varint groups | longs: each less the one before, the first plus 1 | longs: durations
 * </pre>
 */
final class LongestSpans {
  /** Of a block that does not say: nothing can be left out. */
  static final LongestSpans UNKNOWN = new LongestSpans(Map.of(), false);

  private static final int ALL = 1;
  private static final int SERVICE_BYTES = 160; // of the objects of a service

  private final Map<Long, Longest> services;
  private final boolean all;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Longest(int[] groups, long[] durations) {}

  private LongestSpans(Map<Long, Longest> services, boolean all) {
    this.services = services;
    this.all = all;
  }

  /** Reads what {@link LongestSpansBuilder#encode} wrote for so many groups. */
  static LongestSpans decode(ByteInput source, int groups) throws CorruptDataException {
    boolean all = (source.getByte() & ALL) != 0;
    Map<Long, Longest> services = new HashMap<>();
    for (int left = source.getCount(source.remaining()); left > 0; left--) {
      long entry = source.getLong();
      int count = source.getCount(groups);
      services.put(
          entry, new Longest(groups(source, count, groups), LongColumn.decode(source, count)));
    }
    return new LongestSpans(services, all);
  }

  private static int[] groups(ByteInput source, int count, int limit) throws CorruptDataException {
    long[] steps = LongColumn.decode(source, count);
    int[] groups = new int[count];
    long group = -1;
    for (int i = 0; i < count; i++) {
      group += steps[i];
      if (steps[i] <= 0 || steps[i] > limit || group >= limit) {
        throw new CorruptDataException("there is no group " + group + " among " + limit);
      }
      groups[i] = (int) group;
    }
    return groups;
  }

  /** Bytes of memory that it takes, about. */
  long bytes() {
    long bytes = SERVICE_BYTES;
    for (Longest longest : services.values()) {
      bytes += SERVICE_BYTES + (Integer.BYTES + Long.BYTES) * (long) longest.groups().length;
    }
    return bytes;
  }

  /** Groups that may have a span of a service that lasts at least so long; null where unknown. */
  @Nullable BitSet groups(long entry, long leastDuration) {
    Longest longest = services.get(entry);
    if (longest == null) {
      return all ? new BitSet() : null;
    }
    BitSet found = new BitSet();
    for (int i = 0; i < longest.groups().length; i++) {
      if (longest.durations()[i] >= leastDuration) {
        found.set(longest.groups()[i]);
      }
    }
    return found;
  }
}
