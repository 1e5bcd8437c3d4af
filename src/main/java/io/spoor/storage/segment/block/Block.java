// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.storage.segment.column.Dictionary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * An open block. Reads by position, from any thread, several at once; blocking.
 *
 * <p>Born with one pin; closed, and deleted if {@link #deleteWhenUnpinned} was called, when the
 * last pin is gone.
 */
public final class Block {

  /**
   * Opens a published block.
   *
   * @param cache of dictionaries and catalogues, which it shares with other blocks
   * @throws io.spoor.storage.segment.column.CorruptDataException when footer or index are damaged
   * @throws BlockFormatException when a later major version wrote it
   */
  public static Block open(Disk disk, Path file, BlockCache cache) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Holds the block open. False when it is closed already. */
  public boolean pin() {
    throw new UnsupportedOperationException();
  }

  /** Gives a pin back. */
  public void unpin() {
    throw new UnsupportedOperationException();
  }

  /** Its file goes with the last pin. */
  public void deleteWhenUnpinned() {
    throw new UnsupportedOperationException();
  }

  public Path file() {
    throw new UnsupportedOperationException();
  }

  public BlockOrigin origin() {
    throw new UnsupportedOperationException();
  }

  /** Spans. */
  public long rows() {
    throw new UnsupportedOperationException();
  }

  public long traces() {
    throw new UnsupportedOperationException();
  }

  /** Size of the file. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** Number of row groups. */
  public int groups() {
    throw new UnsupportedOperationException();
  }

  public GroupStats stats(int group) {
    throw new UnsupportedOperationException();
  }

  /** Bytes that reading the whole group costs. */
  public int groupBytes(int group) {
    throw new UnsupportedOperationException();
  }

  /** A row group, read a page at a time as it is needed. */
  public RowGroup group(int group, ReadMeter meter) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** A row group, read in one piece: for whoever needs all its pages. */
  public RowGroup wholeGroup(int group, ReadMeter meter) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The first group that has rows of this trace, or -1. A large trace goes on in the next ones. */
  public int findTrace(long idHigh, long idLow, ReadMeter meter) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Groups that may hold one of these filter entries (see {@code FilterEntry}). */
  public BitSet groupsWithAny(ReadMeter meter, long... entries) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The strings that pages refer to; kept in the cache. */
  public Dictionary dictionary(ReadMeter meter) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What occurs here; kept in the cache. */
  public BlockCatalogue catalogue(ReadMeter meter) throws IOException {
    throw new UnsupportedOperationException();
  }
}
