// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/**
 * Reads the snappy framing format.
 *
 * <pre>
 * stream = chunk…      chunk = type (1 byte), length (3 bytes, little-endian), that many bytes
 *   ff  "sNaPpY"                                       starts a stream, may come again
 *   00  masked CRC-32C (4 bytes), snappy block         at most 64 KiB once inflated
 *   01  masked CRC-32C (4 bytes), bytes as they are    at most 64 KiB
 *   80 … fe                                            skipped
 * </pre>
 *
 * <p>The library's own reader allocates whatever length a block announces.
 */
final class SnappyFrames {
  private static final byte[] START = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
  private static final int MAX_CHUNK = 64 << 10;
  private static final int HEADER = 4;
  private static final int CHECKSUM = 4;
  private static final int COMPRESSED = 0;
  private static final int UNCOMPRESSED = 1;
  private static final int FIRST_SKIPPABLE = 0x80;

  private SnappyFrames() {}

  /** Whether this is framed. A block that starts so would announce an absurd length. */
  static boolean startsAt(byte[] in, int length) {
    for (int i = 0; i < START.length; i++) {
      if (i >= length || in[i] != START[i]) {
        return false;
      }
    }
    return true;
  }

  static void inflate(byte[] in, int length, InflatedBody out) throws IOException {
    int at = 0;
    while (at < length) {
      if (length - at < HEADER) {
        throw new IOException("cut off in a chunk header");
      }
      int type = in[at] & 0xff;
      int size = (in[at + 1] & 0xff) | (in[at + 2] & 0xff) << 8 | (in[at + 3] & 0xff) << 16;
      at += HEADER;
      if (size > length - at) {
        throw new IOException("cut off in a chunk");
      }
      chunk(type, in, at, size, out);
      at += size;
    }
  }

  private static void chunk(int type, byte[] in, int at, int size, InflatedBody out)
      throws IOException {
    if (type >= FIRST_SKIPPABLE) {
      return;
    }
    if (type > UNCOMPRESSED || size < CHECKSUM) {
      throw new IOException("bad chunk of type " + type);
    }
    int from = at + CHECKSUM;
    int bytes = size - CHECKSUM;
    int inflated = type == COMPRESSED ? Snappy.uncompressedLength(in, from, bytes) : bytes;
    if (inflated < 0 || inflated > MAX_CHUNK) {
      throw new IOException("chunk of more than 64 KiB");
    }
    out.ensureRoom(inflated);
    if (type == COMPRESSED) {
      Snappy.uncompress(in, from, bytes, out.array(), out.length());
    } else {
      System.arraycopy(in, from, out.array(), out.length(), bytes);
    }
    if (checksum(out.array(), out.length(), inflated) != littleEndian(in, at)) {
      throw new IOException("wrong checksum");
    }
    out.advance(inflated);
  }

  /** CRC-32C, rotated and shifted as the format wants it. */
  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }

  private static int littleEndian(byte[] in, int at) {
    return ByteBuffer.wrap(in, at, CHECKSUM).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
