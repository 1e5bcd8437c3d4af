// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Layout of the head of a log file, and its name; all numbers little-endian.
 *
 * <pre>
 *  0  u64  magic, {@link #MAGIC}
 *  8  u16  major format version, {@link #MAJOR}: another one is refused
 * 10  u16  minor format version, {@link #MINOR}: a newer one is read
 * 12  u64  number of the file, as in its name
 * 20  u64  salt of the file, random; see {@link RecordDescriptor}
 * 28  u64  every record in this file or a later one has this sequence or a greater one
 * 36  u64  number of the file before this one, 0 when there is none
 * 44  u64  length of that file, as far as it counts
 * 52  u32  CRC32C of bytes 0 to 52
 * 56       bytes 0 to 56 again
 * </pre>
 *
 * <p>The length of the file before makes its end certain without touching it again: what a failed
 * sync may have left behind it is never read. All of it is there twice because no record of a file
 * can be read without its salt.
 */
final class SegmentDescriptor {
  static final long MAGIC = 0x4c41_5752_4f4f_5053L; // "SPOORWAL"
  static final int MAJOR = 1;
  static final int MINOR = 0;
  static final int BYTES = 112;

  static final int COPY_BYTES = BYTES / 2;
  private static final int CRC_AT = COPY_BYTES - 4;
  private static final int MAJOR_AT = 8;
  private static final int MINOR_AT = 10;
  private static final int FIELDS_AT = 12;
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.wal");

  /** What the head of a file says. */
  record Head(
      long number, long salt, long firstSequence, long previousNumber, long previousLength) {}

  static String name(long number) {
    return String.format(Locale.ROOT, "%016x.wal", number);
  }

  /** The number of a log file, empty for a file of another kind. */
  static OptionalLong number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseUnsignedLong(matcher.group(1), 16))
        : OptionalLong.empty();
  }

  static ByteBuffer encode(Head head) {
    return encode(head, MAJOR, MINOR);
  }

  /** As an older or newer version would. */
  static ByteBuffer encode(Head head, int major, int minor) {
    byte[] bytes = new byte[BYTES];
    ByteBuffer target = RecordDescriptor.wrap(bytes);
    target.putLong(MAGIC).putShort((short) major).putShort((short) minor);
    target.putLong(head.number()).putLong(head.salt()).putLong(head.firstSequence());
    target.putLong(head.previousNumber()).putLong(head.previousLength());
    target.putInt(crc(bytes, 0)).put(bytes, 0, COPY_BYTES);
    return target.flip();
  }

  /**
   * Reads a head out of the first bytes of a file, which may be too few.
   *
   * @return empty when both copies are damaged
   * @throws LogFormatException when it is of a version that cannot be read
   */
  static Optional<Head> decode(byte[] bytes, int length) throws LogFormatException {
    for (int start = 0; start + COPY_BYTES <= Math.min(length, BYTES); start += COPY_BYTES) {
      ByteBuffer source = RecordDescriptor.wrap(bytes).position(start);
      if (source.getLong(start) == MAGIC && source.getInt(start + CRC_AT) == crc(bytes, start)) {
        return Optional.of(decodeSound(source, start));
      }
    }
    return Optional.empty();
  }

  /** Whether both copies are there and the same. */
  static boolean isWhole(byte[] bytes, int length) {
    return length >= BYTES && Arrays.equals(bytes, 0, COPY_BYTES, bytes, COPY_BYTES, BYTES);
  }

  private static Head decodeSound(ByteBuffer source, int start) throws LogFormatException {
    int major = Short.toUnsignedInt(source.getShort(start + MAJOR_AT));
    if (major != MAJOR) {
      int minor = Short.toUnsignedInt(source.getShort(start + MINOR_AT));
      throw new LogFormatException(
          String.format(
              Locale.ROOT,
              "its format version is %d.%d, and this version reads %d.x only",
              major,
              minor,
              MAJOR));
    }
    source.position(start + FIELDS_AT);
    return new Head(
        source.getLong(), source.getLong(), source.getLong(), source.getLong(), source.getLong());
  }

  private static int crc(byte[] bytes, int start) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, CRC_AT);
    return (int) crc.getValue();
  }

  private SegmentDescriptor() {}
}
