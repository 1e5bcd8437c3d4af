// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;

/** Reads what an open block keeps in memory, and checks that it agrees with itself. */
final class BlockOpening {

  /** Header, trailer and footer, the version first. */
  static BlockFooter footer(BlockBytes source) throws IOException {
    byte[] header = source.read(0, BlockDescriptor.HEADER_BYTES, "its header");
    long number = BlockDescriptor.checkHeader(source.path(), header);
    long trailerAt = source.size() - BlockDescriptor.TRAILER_BYTES;
    byte[] trailer = source.read(trailerAt, BlockDescriptor.TRAILER_BYTES, "its end");
    int length = BlockDescriptor.footerLength(source.path(), trailer);
    byte[] bytes = source.read(trailerAt - length, length, "its footer");
    BlockDescriptor.checkFooter(source.path(), bytes, trailer);
    BlockFooter footer = naming(source, () -> BlockFooter.decode(new ByteInput(bytes)));
    check(source, footer.origin().number() == number, "its footer is of another block");
    for (Section section : footer.sections()) {
      boolean isInside =
          section.offset() >= BlockDescriptor.HEADER_BYTES
              && section.length() >= 0
              && section.length() <= trailerAt - length
              && section.offset() <= trailerAt - length - section.length();
      check(source, isInside, "its " + section.name() + " would lie outside of the file");
    }
    return footer;
  }

  static GroupEntry[] groups(BlockBytes source, BlockFooter footer) throws IOException {
    Section section = naming(source, () -> footer.section(Section.GROUP_INDEX));
    long end = section.offset();
    for (Section other : footer.sections()) {
      end = Math.min(end, other.offset());
    }
    ByteInput bytes = new ByteInput(section.read(source));
    long groupsEnd = end;
    GroupEntry[] groups = naming(source, () -> GroupIndex.decode(bytes, groupsEnd));
    long rows = 0;
    for (GroupEntry group : groups) {
      rows += group.stats().rows();
    }
    check(source, rows == footer.rows(), "its groups do not have the rows that its footer says");
    return groups;
  }

  static IdIndex ids(BlockBytes source, BlockFooter footer) throws IOException {
    Section index = naming(source, () -> footer.section(Section.ID_INDEX));
    Section fences = naming(source, () -> footer.section(Section.ID_FENCES));
    ByteInput bytes = new ByteInput(fences.read(source));
    IdIndex ids = naming(source, () -> IdIndex.decode(bytes, source, index));
    check(source, ids.size() == footer.traces(), "its id index has not all its traces");
    return ids;
  }

  private static void check(BlockBytes source, boolean isSound, String damage)
      throws CorruptDataException {
    if (!isSound) {
      throw new CorruptDataException(source.path() + ": " + damage);
    }
  }

  /** Decodes something. */
  interface Decoding<T> {
    T decode() throws IOException;
  }

  /** Puts the name of the file before what is said of damage. */
  static <T> T naming(BlockBytes source, Decoding<T> decoding) throws IOException {
    try {
      return decoding.decode();
    } catch (CorruptDataException e) {
      String message = String.valueOf(e.getMessage());
      String path = source.path().toString();
      throw message.startsWith(path) ? e : new CorruptDataException(path + ": " + message);
    }
  }

  private BlockOpening() {}
}
