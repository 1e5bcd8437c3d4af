// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads all of a block, checks every checksum, and decodes every page. Blocking; one thread. */
public final class BlockVerification {

  /**
   * Something that is not as it was written.
   *
   * @param place header and footer, a section by its name, or {@code group N}
   * @param offset in the file, where the place begins
   */
  public record Damage(String place, long offset, String reason) {}

  /**
   * What was found.
   *
   * @param groups row groups that were read
   * @param pages of those groups
   * @param spans that were decoded
   * @param bytes of the file
   * @param damages none in a sound block
   */
  public record Report(
      Path file, int groups, long pages, long spans, long bytes, List<Damage> damages) {

    /** Copies the list. */
    public Report {
      damages = List.copyOf(damages);
    }
  }

  private final Block block;
  private final List<Damage> damages = new ArrayList<>();
  private int groups;
  private long pages;
  private long spans;

  private BlockVerification(Block block) {
    this.block = block;
  }

  /**
   * Verifies a file, whether it can be opened or not.
   *
   * @throws BlockFormatException when a later major version wrote it
   * @throws IOException when it cannot be read, which says nothing of what stands there
   */
  public static Report verify(Disk disk, Path file) throws IOException {
    Block block;
    try {
      block = Block.open(disk, file, new BlockCache(0));
    } catch (CorruptDataException e) {
      return new Report(file, 0, 0, 0, 0, List.of(new Damage("ends", 0, message(e))));
    }
    try {
      return verify(block);
    } finally {
      block.unpin();
    }
  }

  /** Verifies an open block. */
  public static Report verify(Block block) throws IOException {
    BlockVerification verification = new BlockVerification(block);
    verification.checkAll();
    return new Report(
        block.file(),
        verification.groups,
        verification.pages,
        verification.spans,
        block.bytes(),
        verification.damages);
  }

  private void checkAll() throws IOException {
    check("ends", 0, () -> BlockOpening.footer(block.source()));
    for (Section section : block.sections()) {
      check(section.name(), section.offset(), () -> checkSection(section));
    }
    boolean isReadable =
        check("dictionary", 0, () -> block.dictionary(ReadMeter.NONE))
            && check("catalogue", 0, () -> block.catalogue(ReadMeter.NONE))
            && check("longest spans", 0, () -> block.groupsWithService(0, 0, ReadMeter.NONE));
    for (int group = 0; group < block.groups() && isReadable; group++) {
      int number = group;
      check("group " + group, block.groupOffset(group), () -> checkGroup(number));
    }
  }

  private void checkSection(Section section) throws IOException {
    section.read(block.source());
  }

  private void checkGroup(int number) throws IOException {
    RowGroup group = block.wholeGroup(number, ReadMeter.NONE);
    groups++;
    group.verify();
    pages += group.pageBytes().size();
    GroupStats stats = block.stats(number);
    SpanBatch decoded = group.spans(IntStream.range(0, stats.rows()).toArray());
    spans += decoded.size();
    if (decoded.size() != stats.rows() || group.traces().size() != stats.traces()) {
      throw new CorruptDataException("it has not the spans that the group index says");
    }
    for (RowGroup.TraceRun trace : group.traces()) {
      int found = block.findTrace(trace.idHigh(), trace.idLow(), ReadMeter.NONE);
      if (found < 0 || found > number) {
        throw new CorruptDataException("the id index does not have all of its traces");
      }
    }
  }

  /** Something that is checked. */
  private interface Check {
    void run() throws IOException;
  }

  private boolean check(String place, long offset, Check check) throws IOException {
    try {
      check.run();
      return true;
    } catch (CorruptDataException e) {
      damages.add(new Damage(place, offset, message(e)));
      return false;
    }
  }

  private static String message(CorruptDataException e) {
    return String.valueOf(e.getMessage());
  }
}
