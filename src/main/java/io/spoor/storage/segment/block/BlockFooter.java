// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands at the end of a block: where it comes from, how much is in it, and where its sections
 * are.
 *
 * @param startMin least start, unsigned; the greatest number when there are no spans
 * @param startMax greatest start, unsigned
 */
record BlockFooter(
    BlockOrigin origin,
    long rows,
    long traces,
    long startMin,
    long startMax,
    List<Section> sections) {

  BlockFooter {
    sections = List.copyOf(sections);
  }

  /** The section of this kind, which every block has. */
  Section section(int kind) throws CorruptDataException {
    for (Section section : sections) {
      if (section.kind() == kind) {
        return section;
      }
    }
    throw new CorruptDataException("its " + Section.name(kind) + " is missing");
  }

  /** Whether there is a section of this kind, which blocks of earlier versions do not have. */
  boolean has(int kind) {
    return sections.stream().anyMatch(section -> section.kind() == kind);
  }

  void encode(ByteOutput target) {
    byte[] tenant = origin.tenant().name().getBytes(StandardCharsets.US_ASCII);
    target.putByte(tenant.length);
    target.putBytes(tenant, 0, tenant.length);
    target.putLong(origin.number());
    target.putInt(origin.level());
    target.putLong(origin.lastSequence());
    target.putLong(origin.ingestMinUnixMilli());
    target.putLong(origin.ingestMaxUnixMilli());
    target.putInt(origin.replaces().size());
    for (long number : origin.replaces()) {
      target.putLong(number);
    }
    target.putLong(rows);
    target.putLong(traces);
    target.putLong(startMin);
    target.putLong(startMax);
    target.putInt(sections.size());
    for (Section section : sections) {
      target.putInt(section.kind());
      target.putLong(section.offset());
      target.putLong(section.length());
      target.putInt(section.crc());
    }
  }

  /** Reads what {@link #encode} wrote; passes over what a newer minor version has behind it. */
  static BlockFooter decode(ByteInput source) throws CorruptDataException {
    return new BlockFooter(
        origin(source),
        source.getLong(),
        source.getLong(),
        source.getLong(),
        source.getLong(),
        sections(source));
  }

  private static BlockOrigin origin(ByteInput source) throws CorruptDataException {
    String tenant = new String(source.getBytes(source.getByte()), StandardCharsets.US_ASCII);
    long number = source.getLong();
    int level = source.getInt();
    long lastSequence = source.getLong();
    long ingestMin = source.getLong();
    long ingestMax = source.getLong();
    int count = count(source, Long.BYTES);
    List<Long> replaces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      replaces.add(source.getLong());
    }
    try {
      return new BlockOrigin(
          new Tenant(tenant), number, level, lastSequence, ingestMin, ingestMax, replaces);
    } catch (IllegalArgumentException e) { // the name of the tenant
      throw new CorruptDataException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Section> sections(ByteInput source) throws CorruptDataException {
    int count = count(source, Section.ENTRY_BYTES);
    List<Section> sections = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sections.add(
          new Section(source.getInt(), source.getLong(), source.getLong(), source.getInt()));
    }
    return sections;
  }

  private static int count(ByteInput source, int entryBytes) throws CorruptDataException {
    int count = source.getInt();
    if (count < 0 || count > source.remaining() / entryBytes) {
      throw new CorruptDataException("its footer has no room for " + count + " entries");
    }
    return count;
  }
}
