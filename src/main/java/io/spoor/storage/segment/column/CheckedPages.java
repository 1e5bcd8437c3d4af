// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Bytes of which any part can be read and checked alone: pages of 4,096 bytes, the last one
 * shorter, each followed by its CRC32C (4 bytes, little-endian). From any thread, if its source is.
 */
public final class CheckedPages {
  /** Bytes of a page that are not its checksum. */
  public static final int PAGE_BYTES = 4_096;

  private static final int STORED_PAGE_BYTES = PAGE_BYTES + Integer.BYTES;
  private static final int MAX_READ = 1 << 30;

  private final Source source;
  private final long length;

  /** Where the pages lie. Blocking. */
  @FunctionalInterface
  public interface Source {

    /**
     * The bytes {@code [offset, offset + length)} from the first page on, checksums included, in an
     * array of exactly that length.
     */
    byte[] read(long offset, int length) throws IOException;
  }

  /**
   * Reads nothing yet.
   *
   * @param length bytes without the checksums
   */
  public CheckedPages(Source source, long length) {
    this.source = source;
    this.length = length;
  }

  /** Bytes that {@code length} bytes take with their checksums. */
  public static long storedBytes(long length) {
    return length + Integer.BYTES * ((length + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  /** Bytes without their checksums, of so many with them. */
  public static long lengthOf(long storedBytes) {
    return storedBytes
        - Integer.BYTES * ((storedBytes + STORED_PAGE_BYTES - 1) / STORED_PAGE_BYTES);
  }

  /** Appends {@code bytes[offset, offset + length)} as pages of their own. */
  public static void append(byte[] bytes, int offset, int length, ByteOutput target) {
    int end = offset + length;
    CRC32C checksum = new CRC32C();
    for (int at = offset; at < end; at += PAGE_BYTES) {
      int size = Math.min(PAGE_BYTES, end - at);
      checksum.reset();
      checksum.update(bytes, at, size);
      target.putBytes(bytes, at, size);
      target.putInt((int) checksum.getValue());
    }
  }

  /** Bytes without the checksums. */
  public long length() {
    return length;
  }

  /**
   * The bytes {@code [offset, offset + count)}, checked: whole pages are read.
   *
   * @throws CorruptDataException when there are not so many, or a page is damaged
   */
  public byte[] read(long offset, int count) throws IOException {
    if (offset < 0 || count < 0 || count > MAX_READ || offset > length - count) {
      throw new CorruptDataException(
          "no " + count + " bytes at offset " + offset + ", the end is " + length);
    }
    byte[] bytes = new byte[count];
    if (count == 0) {
      return bytes;
    }
    long firstPage = offset / PAGE_BYTES;
    long endPage = (offset + count - 1) / PAGE_BYTES + 1;
    long start = firstPage * PAGE_BYTES;
    long end = Math.min(endPage * PAGE_BYTES, length);
    int storedLength = (int) storedBytes(end - start);
    byte[] stored = source.read(firstPage * STORED_PAGE_BYTES, storedLength);
    if (stored.length != storedLength) {
      throw new CorruptDataException(
          "page " + firstPage + ": " + stored.length + " bytes instead of " + storedLength);
    }
    copyChecked(stored, firstPage, (int) (offset - start), bytes);
    return bytes;
  }

  /** Copies what begins {@code skipped} bytes after the start of the pages. */
  private static void copyChecked(byte[] stored, long firstPage, int skipped, byte[] target)
      throws CorruptDataException {
    CRC32C checksum = new CRC32C();
    int logical = 0; // of the page's first byte
    for (int at = 0; at < stored.length; at += STORED_PAGE_BYTES) {
      int size = Math.min(PAGE_BYTES, stored.length - at - Integer.BYTES);
      checksum.reset();
      checksum.update(stored, at, size);
      int expected = new ByteInput(stored, at + size, at + size + Integer.BYTES).getInt();
      if ((int) checksum.getValue() != expected) {
        throw new CorruptDataException(
            "page " + (firstPage + logical / PAGE_BYTES) + " is damaged: its checksum differs");
      }
      int from = Math.max(logical, skipped);
      int to = Math.min(logical + size, skipped + target.length);
      if (from < to) {
        System.arraycopy(stored, at + from - logical, target, from - skipped, to - from);
      }
      logical += size;
    }
  }
}
