// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of one row group in its block's file. Used by one thread. */
final class GroupPages implements PageSource {
  private final BlockBytes source;
  private final int group;
  private final GroupEntry entry;
  private final ReadMeter meter;
  private byte @Nullable [] all;

  GroupPages(BlockBytes source, int group, GroupEntry entry, ReadMeter meter) {
    this.source = source;
    this.group = group;
    this.entry = entry;
    this.meter = meter;
  }

  /** Reads all of it now, in one piece. */
  GroupPages readAhead() throws IOException {
    all = readFile(0, entry.length());
    return this;
  }

  @Override
  public byte[] read(int offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > entry.length() - length) {
      throw new CorruptDataException(this + " has no " + length + " bytes at " + offset);
    }
    byte[] known = all;
    byte[] bytes =
        known == null
            ? readFile(offset, length)
            : Arrays.copyOfRange(known, offset, offset + length);
    if (offset == 0
        && length == entry.headerLength()
        && BlockDescriptor.crc(bytes, 0, length) != entry.headerCrc()) {
      throw new CorruptDataException(this + " has a damaged header");
    }
    return bytes;
  }

  private byte[] readFile(int offset, int length) throws IOException {
    meter.reads(length);
    return source.read(entry.offset() + offset, length, "group " + group + " at byte " + offset);
  }

  @Override
  public String toString() {
    return source.path() + ": group " + group;
  }
}
