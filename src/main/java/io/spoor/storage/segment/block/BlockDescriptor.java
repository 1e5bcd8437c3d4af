// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Layout of a block's first and last bytes, and its name; all numbers little-endian.
 *
 * <pre>
 * header                                   trailer, the last bytes of the file
 *  0  u64  magic, {@link #MAGIC}            0  u32  length of the footer, which ends here
 *  8  u16  major format version             4  u32  CRC32C of the footer and of bytes 0 to 4
 * 10  u16  minor format version             8  u64  magic
 * 12  u64  number of the block
 * 20  u32  CRC32C of bytes 0 to 20
 * </pre>
 *
 * <p>Another major version is refused, a newer minor one is read: it may have more sections, and
 * more at the end of the footer.
 */
final class BlockDescriptor {
  static final long MAGIC = 0x4b4c_4252_4f4f_5053L; // "SPOORBLK"
  static final int MAJOR = 1;
  static final int MINOR = 1;
  static final int HEADER_BYTES = 24;
  static final int TRAILER_BYTES = 16;

  private static final int CRC_AT = HEADER_BYTES - 4;

  static byte[] header(long number) {
    return header(number, MAJOR, MINOR);
  }

  /** As an older or newer version would. */
  static byte[] header(long number, int major, int minor) {
    byte[] bytes = new byte[HEADER_BYTES];
    ByteBuffer target = wrap(bytes);
    target.putLong(MAGIC).putShort((short) major).putShort((short) minor).putLong(number);
    target.putInt(crc(bytes, 0, CRC_AT));
    return bytes;
  }

  /**
   * The number of the block in a header.
   *
   * @throws BlockFormatException when a version wrote it that cannot be read
   */
  static long checkHeader(Path file, byte[] bytes)
      throws BlockFormatException, CorruptDataException {
    ByteBuffer source = wrap(bytes);
    if (source.getLong() != MAGIC || source.getInt(CRC_AT) != crc(bytes, 0, CRC_AT)) {
      throw new CorruptDataException(file + ": its header is damaged, or it is no block");
    }
    int major = Short.toUnsignedInt(source.getShort());
    int minor = Short.toUnsignedInt(source.getShort());
    if (major != MAJOR) {
      throw new BlockFormatException(
          String.format(
              Locale.ROOT,
              "%s: its format version is %d.%d, and this version reads %d.x only",
              file,
              major,
              minor,
              MAJOR));
    }
    return source.getLong();
  }

  /** The trailer behind these bytes of a footer. */
  static byte[] trailer(byte[] footer) {
    byte[] bytes = new byte[TRAILER_BYTES];
    ByteBuffer target = wrap(bytes);
    target.putInt(footer.length).putInt(footerCrc(footer, bytes)).putLong(MAGIC);
    return bytes;
  }

  /** The length of the footer; not checked yet but for its sign. */
  static int footerLength(Path file, byte[] trailer) throws CorruptDataException {
    ByteBuffer source = wrap(trailer);
    int length = source.getInt();
    if (source.getLong(8) != MAGIC || length < 0) {
      throw new CorruptDataException(file + ": its end is damaged or missing");
    }
    return length;
  }

  static void checkFooter(Path file, byte[] footer, byte[] trailer) throws CorruptDataException {
    if (wrap(trailer).getInt(4) != footerCrc(footer, trailer)) {
      throw new CorruptDataException(file + ": its footer is damaged");
    }
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int footerCrc(byte[] footer, byte[] trailer) {
    CRC32C crc = new CRC32C();
    crc.update(footer);
    crc.update(trailer, 0, 4);
    return (int) crc.getValue();
  }

  private BlockDescriptor() {}
}
