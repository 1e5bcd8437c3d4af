// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Finds the sound records in a stretch of a log file, one after the other, through a window of
 * fixed size; only a sound record that was asked for is held whole.
 */
final class RecordReader {
  private static final int WINDOW_BYTES = 1 << 20;

  /** Takes a piece of the file. */
  private interface Piece {
    void take(byte[] source, int offset, int length);
  }

  private final DiskFile file;
  private final RecordDescriptor descriptor;
  private final long fileEnd;

  private final byte[] bytes;
  private final ByteBuffer window;
  private long windowStart; // position in the file of the window's first byte
  private int windowLength;

  // the record that was found
  private long start;
  private long end;
  private long sequence;
  private int tenantLength;

  /** Reads between these positions of the file. */
  RecordReader(DiskFile file, RecordDescriptor descriptor, long from, long to) {
    this.file = file;
    this.descriptor = descriptor;
    this.fileEnd = to;
    this.bytes = new byte[(int) Math.max(0, Math.min(WINDOW_BYTES, to - from))];
    this.window = RecordDescriptor.wrap(bytes);
    this.windowStart = from;
    this.end = from;
  }

  /** Moves to the next sound record; false when there is none up to the end. */
  boolean next() throws IOException {
    start = end;
    while (start + RecordDescriptor.HEADER_BYTES <= fileEnd) {
      if (isRecord()) {
        return true;
      }
      start = nextMark(start + 1);
    }
    return false;
  }

  /** Where the record starts in the file. */
  long start() {
    return start;
  }

  /** Where it ends. */
  long end() {
    return end;
  }

  long sequence() {
    return sequence;
  }

  /** A copy of the record. */
  LogRecord read() throws IOException {
    long tenantStart = start + RecordDescriptor.HEADER_BYTES;
    byte[] tenant = copy(tenantStart, tenantLength);
    byte[] body =
        copy(tenantStart + tenantLength, Math.toIntExact(end - tenantStart) - tenantLength);
    return new LogRecord(sequence, new String(tenant, StandardCharsets.US_ASCII), body);
  }

  /**
   * Whether the bytes from here to the end are what a write leaves that did not come to its end: a
   * record that was begun, or nothing but zeros.
   */
  boolean isTorn(long from) throws IOException {
    if (fileEnd - from < RecordDescriptor.HEADER_BYTES) {
      return true;
    }
    require(from, RecordDescriptor.HEADER_BYTES);
    int at = (int) (from - windowStart);
    boolean begun = window.getInt(at) == descriptor.mark();
    return begun ? from + size(at) > fileEnd : isZero(from);
  }

  private boolean isZero(long from) throws IOException {
    boolean[] zero = {true};
    each(
        from,
        fileEnd - from,
        (source, offset, length) -> {
          for (int i = offset; i < offset + length; i++) {
            zero[0] &= source[i] == 0;
          }
        });
    return zero[0];
  }

  private boolean isRecord() throws IOException {
    require(start, RecordDescriptor.HEADER_BYTES);
    int at = (int) (start - windowStart);
    long size = size(at);
    int tenant = Byte.toUnsignedInt(bytes[at + RecordDescriptor.TENANT_LENGTH_AT]);
    if (window.getInt(at) != descriptor.mark()
        || size > RecordDescriptor.MAX_BYTES
        || start + size > fileEnd
        || RecordDescriptor.HEADER_BYTES + tenant > size) {
      return false;
    }
    int expected = window.getInt(at + RecordDescriptor.CRC_AT);
    long found = window.getLong(at + RecordDescriptor.SEQUENCE_AT);
    CRC32C crc = descriptor.checksum(bytes, at);
    require(start, (int) Math.min(size, bytes.length)); // so that read() finds it there
    each(start + RecordDescriptor.HEADER_BYTES, size - RecordDescriptor.HEADER_BYTES, crc::update);
    if ((int) crc.getValue() != expected) {
      return false;
    }
    end = start + size;
    sequence = found;
    tenantLength = tenant;
    return true;
  }

  private long size(int at) {
    return RecordDescriptor.HEADER_BYTES
        + Integer.toUnsignedLong(window.getInt(at + RecordDescriptor.LENGTH_AT));
  }

  /** The first place from here on where a record may start; the end when there is none. */
  private long nextMark(long from) throws IOException {
    long position = from;
    while (position + RecordDescriptor.HEADER_BYTES <= fileEnd) {
      require(position, RecordDescriptor.HEADER_BYTES);
      int at = (int) (position - windowStart);
      for (; at + Integer.BYTES <= windowLength; at++) {
        if (window.getInt(at) == descriptor.mark()) {
          return windowStart + at;
        }
      }
      position = windowStart + at;
    }
    return fileEnd;
  }

  private byte[] copy(long from, int length) throws IOException {
    byte[] target = new byte[length];
    int[] filled = {0};
    each(
        from,
        length,
        (source, offset, pieceLength) -> {
          System.arraycopy(source, offset, target, filled[0], pieceLength);
          filled[0] += pieceLength;
        });
    return target;
  }

  private void each(long from, long length, Piece piece) throws IOException {
    long position = from;
    for (long left = length; left > 0; ) {
      require(position, 1);
      int at = (int) (position - windowStart);
      int pieceLength = (int) Math.min(left, windowLength - at);
      piece.take(bytes, at, pieceLength);
      position += pieceLength;
      left -= pieceLength;
    }
  }

  /** Has the window hold this many bytes, at most its size, from the position on. */
  private void require(long position, int length) throws IOException {
    if (position >= windowStart && position + length <= windowStart + windowLength) {
      return;
    }
    int kept = 0;
    if (position >= windowStart && position < windowStart + windowLength) {
      kept = (int) (windowStart + windowLength - position);
      System.arraycopy(bytes, windowLength - kept, bytes, 0, kept);
    }
    int wanted = (int) Math.min(bytes.length, fileEnd - position);
    ByteBuffer target = ByteBuffer.wrap(bytes, kept, wanted - kept);
    windowLength = kept + file.read(target, position + kept);
    windowStart = position;
    if (windowLength < length) {
      throw new IOException("log file became shorter while it was read");
    }
  }
}
