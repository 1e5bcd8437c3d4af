// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.ValueFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open block. Reads by position, from any thread, several at once; blocking. A thread that reads
 * must not be interrupted: that would close the file for all of them.
 *
 * <p>Born with one pin; closed, and deleted if {@link #deleteWhenUnpinned} was called, when the
 * last pin is gone.
 *
 * <p>While it is open it takes about 100 bytes of memory a row group, 8 a thousand traces, and a
 * kilobyte, and the scopes of one group; its dictionary and catalogue are in the {@link
 * BlockCache}.
 */
public final class Block {
  private static final Logger log = LoggerFactory.getLogger(Block.class);

  private final Disk disk;
  private final Path path;
  private final BlockBytes source;
  private final BlockCache cache;
  private final BlockFooter footer;
  private final GroupEntry[] groups;
  private final IdIndex ids;
  private final BlockCache.Key dictionaryKey = new BlockCache.Key();
  private final BlockCache.Key catalogueKey = new BlockCache.Key();
  private final BlockCache.Key filterKey = new BlockCache.Key();
  private final BlockCache.Key longestKey = new BlockCache.Key();
  private final LastScopes lastScopes = new LastScopes();
  private final AtomicInteger pins = new AtomicInteger(1);
  private volatile boolean isToBeDeleted;

  private Block(Disk disk, Path path, BlockBytes source, BlockCache cache) throws IOException {
    this.disk = disk;
    this.path = path;
    this.source = source;
    this.cache = cache;
    this.footer = BlockOpening.footer(source);
    this.groups = BlockOpening.groups(source, footer);
    this.ids = BlockOpening.ids(source, footer);
  }

  /**
   * Opens a published block.
   *
   * @param cache of dictionaries and catalogues, which it shares with other blocks
   * @throws io.spoor.storage.segment.column.CorruptDataException when footer or index are damaged
   * @throws BlockFormatException when a later major version wrote it
   */
  public static Block open(Disk disk, Path file, BlockCache cache) throws IOException {
    return open(disk, file, file, cache);
  }

  /** Opens a block that is about to get its final name. */
  static Block open(Disk disk, Path file, Path finalName, BlockCache cache) throws IOException {
    DiskFile opened = disk.openReadOnly(file);
    try {
      return new Block(disk, finalName, new BlockBytes(finalName, opened), cache);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Holds the block open. False when it is closed already. */
  public boolean pin() {
    int now = pins.get();
    while (now > 0 && !pins.compareAndSet(now, now + 1)) {
      now = pins.get();
    }
    return now > 0;
  }

  /** Gives a pin back. Blocking when it is the last one. */
  public void unpin() {
    unpin(Runnable::run);
  }

  /** Gives a pin back; the last one has the file closed, and maybe deleted, by this executor. */
  public void unpin(Executor closer) {
    int left = pins.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("given back more often than it was pinned: " + this);
    }
    if (left == 0) {
      closer.execute(this::close);
    }
  }

  /** Its file goes with the last pin; syncing the folder is left to the caller. */
  public void deleteWhenUnpinned() {
    isToBeDeleted = true;
  }

  /** Where it is. */
  public Path file() {
    return path;
  }

  /** Where its spans come from. */
  public BlockOrigin origin() {
    return footer.origin();
  }

  /** Spans. */
  public long rows() {
    return footer.rows();
  }

  /** Traces of which a span is there. */
  public long traces() {
    return footer.traces();
  }

  /** Least start, unsigned nanoseconds; -1, the greatest, when there are no spans. */
  public long startMin() {
    return footer.startMin();
  }

  /** Greatest start, unsigned nanoseconds. */
  public long startMax() {
    return footer.startMax();
  }

  /** Size of the file. */
  public long bytes() {
    return source.size();
  }

  /** Bytes of what stands behind the row groups, by name: dictionary, indexes and the like. */
  public Map<String, Long> sectionBytes() {
    Map<String, Long> bytes = new TreeMap<>();
    footer.sections().forEach(section -> bytes.merge(section.name(), section.length(), Long::sum));
    return bytes;
  }

  /** Number of row groups. */
  public int groups() {
    return groups.length;
  }

  /** What is known of a row group without reading it. */
  public GroupStats stats(int group) {
    return groups[group].stats();
  }

  /** Bytes that reading the whole group costs. */
  public int groupBytes(int group) {
    return groups[group].length();
  }

  /** A row group, read a page at a time as it is needed. */
  public RowGroup group(int group, ReadMeter meter) throws IOException {
    GroupEntry entry = groups[group];
    return open(entry, new GroupPages(source(), group, entry, meter), meter);
  }

  /** A row group, read in one piece: for whoever needs all its pages. */
  public RowGroup wholeGroup(int group, ReadMeter meter) throws IOException {
    GroupEntry entry = groups[group];
    return open(entry, new GroupPages(source(), group, entry, meter).readAhead(), meter);
  }

  private RowGroup open(GroupEntry entry, PageSource pages, ReadMeter meter) throws IOException {
    return RowGroup.open(pages, entry.headerLength(), entry.stats(), dictionary(meter), lastScopes);
  }

  /** The first group that has rows of this trace, or -1. A large trace goes on in the next ones. */
  public int findTrace(long idHigh, long idLow, ReadMeter meter) throws IOException {
    source();
    for (int group : ids.groups(idHigh, idLow, meter)) {
      if (group >= groups.length) {
        throw new CorruptDataException(path + ": its id index names group " + group);
      }
      if (holds(group(group, meter), idHigh, idLow)) {
        return group;
      }
    }
    return -1;
  }

  private static boolean holds(RowGroup group, long idHigh, long idLow) throws IOException {
    for (RowGroup.TraceRun trace : group.traces()) {
      if (trace.idHigh() == idHigh && trace.idLow() == idLow) {
        return true;
      }
    }
    return false;
  }

  /** Groups that may hold one of these filter entries (see {@code FilterEntry}). */
  public BitSet groupsWithAny(ReadMeter meter, long... entries) throws IOException {
    BitSet found = new BitSet(groups.length);
    Section section = footer.section(Section.VALUE_FILTER);
    FilterPages pages = new FilterPages(source(), section, cache, filterKey, meter);
    return BlockOpening.naming(
        source,
        () -> {
          ValueFilter filter = new ValueFilter(pages, section.length(), groups.length);
          for (long entry : entries) {
            found.or(filter.groups(entry));
          }
          return found;
        });
  }

  /**
   * Groups that may have a span of a service that lasts at least so long; null where all may.
   *
   * @param serviceEntry what the filter has of the service
   */
  public @Nullable BitSet groupsWithService(
      long serviceEntry, long leastDurationNanos, ReadMeter meter) throws IOException {
    return longest(meter).groups(serviceEntry, leastDurationNanos);
  }

  private LongestSpans longest(ReadMeter meter) throws IOException {
    if (!footer.has(Section.LONGEST_SPANS)) {
      return LongestSpans.UNKNOWN;
    }
    return (LongestSpans)
        cache.get(
            longestKey,
            () -> {
              LongestSpans read =
                  LongestSpans.decode(section(Section.LONGEST_SPANS, meter), groups.length);
              return new BlockCache.Entry(read, read.bytes());
            });
  }

  /** The strings that pages refer to; kept in the cache. */
  public Dictionary dictionary(ReadMeter meter) throws IOException {
    return (Dictionary)
        cache.get(
            dictionaryKey,
            () -> {
              Dictionary read = Dictionary.decode(section(Section.DICTIONARY, meter));
              return new BlockCache.Entry(read, read.bytes());
            });
  }

  /** What occurs here; kept in the cache. */
  public BlockCatalogue catalogue(ReadMeter meter) throws IOException {
    return (BlockCatalogue)
        cache.get(
            catalogueKey,
            () -> {
              BlockCatalogue read = CatalogueCodec.decode(section(Section.CATALOGUE, meter));
              return new BlockCache.Entry(read, CatalogueCodec.bytes(read));
            });
  }

  private ByteInput section(int kind, ReadMeter meter) throws IOException {
    Section section = footer.section(kind);
    meter.reads(section.length());
    return new ByteInput(section.read(source()));
  }

  /** What stands behind the row groups. */
  List<Section> sections() {
    return footer.sections();
  }

  /** Where a row group begins in the file. */
  long groupOffset(int group) {
    return groups[group].offset();
  }

  /** The open file. */
  BlockBytes source() throws IOException {
    if (pins.get() <= 0) {
      throw new IOException(path + " is closed");
    }
    return source;
  }

  private void close() {
    cache.remove(dictionaryKey);
    cache.remove(catalogueKey);
    cache.remove(filterKey);
    cache.remove(longestKey);
    try {
      source.close();
      if (isToBeDeleted) {
        disk.delete(path);
      }
    } catch (IOException e) {
      log.warn("A block could not be closed or deleted. file={} delete={}", path, isToBeDeleted, e);
    }
  }

  @Override
  public String toString() {
    return "Block[" + path + ", " + rows() + " spans]";
  }
}
