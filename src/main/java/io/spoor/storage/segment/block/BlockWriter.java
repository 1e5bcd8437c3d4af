// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one block under a temporary name and publishes it: {@code NUMBER.block.tmp}, synced, then
 * renamed to {@code NUMBER.block}, and the folder synced. Blocking; not thread-safe.
 *
 * <p>After a failure nothing is published any more, and {@link #close} is all that is left to do.
 * Takes memory for one row group, the dictionary (8 MiB at most), 8 bytes a trace, and the value
 * filter.
 */
public final class BlockWriter implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final Path temporary;
  private final Path target;
  private final BlockOrigin origin;
  private final BlockCache cache;
  private final DiskFile file;

  private final DictionaryBuilder dictionary = new DictionaryBuilder();
  private final ValueFilterBuilder filter = new ValueFilterBuilder();
  private final CatalogueBuilder catalogue = new CatalogueBuilder();
  private final LongestSpansBuilder longest = new LongestSpansBuilder();
  private final RowGroupEncoder encoder =
      new RowGroupEncoder(dictionary, filter, longest, catalogue);
  private final IdIndexBuilder ids = new IdIndexBuilder();
  private final List<GroupEntry> groups = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final ByteOutput buffer = new ByteOutput();
  private long position = BlockDescriptor.HEADER_BYTES;
  private boolean failed;
  private boolean published;
  private boolean hasAllInCatalogue;

  /**
   * Begins the file.
   *
   * @param cache that the block has when it is open
   */
  public BlockWriter(Disk disk, Path folder, BlockOrigin origin, BlockCache cache)
      throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.origin = origin;
    this.cache = cache;
    temporary = folder.resolve(BlockName.temporary(origin.number()));
    target = folder.resolve(BlockName.of(origin.number()));
    file = disk.create(temporary);
  }

  /**
   * Adds a trace: its distinct spans, ordered by unsigned start. Traces come ordered by their
   * earliest start, then id, both unsigned, each once.
   */
  public void addTrace(long idHigh, long idLow, SourceBatch[] sources, int[] rows, int count)
      throws IOException {
    if (!encoder.hasRoom(count)) {
      endGroup();
    }
    for (int done = 0; done < count; ) {
      int next = encoder.addFrom(idHigh, idLow, sources, rows, done, count);
      if (done == 0 && next > 0) {
        ids.add(idHigh, idLow, groups.size());
      }
      done = next;
      if (done < count) {
        endGroup();
      }
    }
  }

  /** Publishes the block, and opens it. */
  public Block publish() throws IOException {
    if (failed || published) {
      throw new IOException(temporary + " cannot be published: " + (failed ? "failed" : "it is"));
    }
    endGroup();
    failed = true; // until all is done
    writeSections();
    writeFooter();
    write(BlockDescriptor.header(origin.number()), BlockDescriptor.HEADER_BYTES, 0);
    file.sync();
    Block block = Block.open(disk, temporary, target, cache);
    try {
      disk.rename(temporary, target);
      disk.syncFolder(folder);
    } catch (IOException e) {
      block.unpin();
      throw e;
    }
    failed = false;
    published = true;
    return block;
  }

  /** Whether the published block's catalogue has all of its operations and attribute keys. */
  public boolean hasAllInCatalogue() {
    return hasAllInCatalogue;
  }

  /** Deletes what was written, unless it was published. Can be tried again when it failed. */
  @Override
  public void close() throws IOException {
    file.close();
    if (!published) {
      disk.delete(temporary);
      disk.delete(target); // a rename that failed may have happened all the same
    }
  }

  private void endGroup() throws IOException {
    if (encoder.rows() == 0) {
      return;
    }
    failed = true;
    buffer.clear();
    RowGroupEncoder.Encoded encoded = encoder.encode(buffer);
    int headerCrc = BlockDescriptor.crc(buffer.array(), 0, encoded.headerLength());
    groups.add(
        new GroupEntry(
            position, encoded.headerLength(), encoded.length(), headerCrc, encoded.stats()));
    write(buffer.array(), buffer.size(), position);
    position += buffer.size();
    failed = false;
  }

  private void writeSections() throws IOException {
    buffer.clear();
    dictionary.encode(buffer);
    writeSection(Section.DICTIONARY, buffer);
    ByteOutput fences = new ByteOutput();
    ids.encode(groups.size(), buffer, fences);
    writeSection(Section.ID_INDEX, buffer);
    filter.encode(buffer);
    writeSection(Section.VALUE_FILTER, buffer);
    BlockCatalogue built = catalogue.build();
    hasAllInCatalogue = built.allOperations() && built.allKeys();
    CatalogueCodec.encode(built, buffer);
    writeSection(Section.CATALOGUE, buffer);
    GroupIndex.encode(groups, buffer);
    writeSection(Section.GROUP_INDEX, buffer);
    writeSection(Section.ID_FENCES, fences);
    longest.encode(buffer);
    writeSection(Section.LONGEST_SPANS, buffer);
  }

  private void writeSection(int kind, ByteOutput content) throws IOException {
    int length = content.size();
    int crc = BlockDescriptor.crc(content.array(), 0, length);
    sections.add(new Section(kind, position, length, crc));
    write(content.array(), length, position);
    position += length;
    content.clear();
  }

  private void writeFooter() throws IOException {
    long rows = 0;
    long startMin = -1;
    long startMax = 0;
    for (GroupEntry group : groups) {
      GroupStats stats = group.stats();
      rows += stats.rows();
      startMin = Long.compareUnsigned(stats.startMin(), startMin) < 0 ? stats.startMin() : startMin;
      startMax = Long.compareUnsigned(stats.startMax(), startMax) > 0 ? stats.startMax() : startMax;
    }
    buffer.clear();
    new BlockFooter(origin, rows, ids.size(), startMin, startMax, sections).encode(buffer);
    byte[] footer = buffer.toArray();
    byte[] trailer = BlockDescriptor.trailer(footer);
    buffer.putBytes(trailer, 0, trailer.length);
    write(buffer.array(), buffer.size(), position);
  }

  private void write(byte[] bytes, int length, long at) throws IOException {
    for (int done = 0; done < length; done += BlockBytes.PIECE_BYTES) {
      int piece = Math.min(BlockBytes.PIECE_BYTES, length - done);
      file.write(ByteBuffer.wrap(bytes, done, piece), at + done);
    }
  }
}
