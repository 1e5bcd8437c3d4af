// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.util.List;

/**
 * The row groups of a block, kept in memory while it is open: about 100 bytes a group, so 25 a
 * thousand spans.
 *
 * <pre>
 * u32 groups | u32 bytes of an entry, more in newer minor versions | entries:
 *  0  u64  offset in the file          24  u32  traces
 *  8  u32  length of the header        28  u64  least start, unsigned
 * 12  u32  length                      36  u64  greatest start, unsigned
 * 16  u32  CRC32C of the header        44  u64  least duration
 * 20  u32  rows                        52  u64  greatest duration
 * </pre>
 */
final class GroupIndex {
  private static final int ENTRY_BYTES = 60;

  static void encode(List<GroupEntry> groups, ByteOutput target) {
    target.putInt(groups.size());
    target.putInt(ENTRY_BYTES);
    for (GroupEntry group : groups) {
      target.putLong(group.offset());
      target.putInt(group.headerLength());
      target.putInt(group.length());
      target.putInt(group.headerCrc());
      GroupStats stats = group.stats();
      target.putInt(stats.rows());
      target.putInt(stats.traces());
      target.putLong(stats.startMin());
      target.putLong(stats.startMax());
      target.putLong(stats.durationMin());
      target.putLong(stats.durationMax());
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param end where the groups end in the file at the latest
   */
  static GroupEntry[] decode(ByteInput source, long end) throws CorruptDataException {
    int count = source.getInt();
    int entryBytes = source.getInt();
    if (count < 0 || entryBytes < ENTRY_BYTES || count > source.remaining() / entryBytes) {
      throw new CorruptDataException("its group index has no room for " + count + " groups");
    }
    GroupEntry[] groups = new GroupEntry[count];
    long before = BlockDescriptor.HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      groups[i] = entry(source.slice(entryBytes));
      if (!isSound(groups[i], before, end)) {
        throw new CorruptDataException("its group index has a group " + i + " that cannot be");
      }
      before = groups[i].offset() + groups[i].length();
    }
    return groups;
  }

  private static GroupEntry entry(ByteInput source) throws CorruptDataException {
    return new GroupEntry(
        source.getLong(),
        source.getInt(),
        source.getInt(),
        source.getInt(),
        new GroupStats(
            source.getInt(),
            source.getInt(),
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong()));
  }

  private static boolean isSound(GroupEntry group, long from, long end) {
    return group.offset() >= from
        && group.headerLength() >= 0
        && group.length() >= group.headerLength()
        && group.offset() <= end - group.length()
        && group.stats().rows() > 0
        && group.stats().rows() <= RowGroupEncoder.MAX_ROWS
        && group.stats().traces() > 0;
  }

  private GroupIndex() {}
}
