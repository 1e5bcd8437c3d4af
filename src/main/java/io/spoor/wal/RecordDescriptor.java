// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Layout of a record in one log file; all numbers little-endian.
 *
 * <pre>
 *  0  u32  mark: the low half of the file's salt, where a reader finds its way back after damage
 *  4  u32  length of tenant and body together
 *  8  u32  CRC32C of the file's salt (8 bytes), bytes 4 to 8, and all from 12 to the end
 * 12  u64  sequence
 * 20  u8   length of the tenant
 * 21  …    tenant, ASCII
 *  …  …    body
 * </pre>
 *
 * <p>Mark and checksum depend on the salt, so that no sender can hide a record in a body, to be
 * found when what is around it is damaged. Not thread-safe.
 */
final class RecordDescriptor {
  static final int HEADER_BYTES = 21;
  static final int MAX_TENANT_BYTES = 255;

  /** Largest record. */
  static final int MAX_BYTES = 256 << 20;

  static final int LENGTH_AT = 4;
  static final int CRC_AT = 8;
  static final int SEQUENCE_AT = 12;
  static final int TENANT_LENGTH_AT = 20;

  private final byte[] salt = new byte[Long.BYTES];
  private final int mark;
  private final CRC32C crc = new CRC32C();

  RecordDescriptor(long salt) {
    wrap(this.salt).putLong(salt);
    this.mark = (int) salt;
  }

  /** A buffer over these bytes, of the byte order of the layout. */
  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What every record of the file begins with. */
  int mark() {
    return mark;
  }

  /**
   * Makes all of a record but its body at the start of the target, with a checksum that covers the
   * body.
   *
   * @return how many bytes it has
   */
  int putHead(byte[] target, long sequence, byte[] tenant, byte[] body) {
    ByteBuffer head = wrap(target);
    head.putInt(mark).putInt(tenant.length + body.length).putInt(0).putLong(sequence);
    head.put((byte) tenant.length).put(tenant);
    CRC32C sum = checksum(target, 0);
    sum.update(tenant);
    sum.update(body);
    head.putInt(CRC_AT, (int) sum.getValue());
    return head.position();
  }

  /** A checksum of the header that starts here, to be updated with the tenant and the body. */
  CRC32C checksum(byte[] source, int start) {
    crc.reset();
    crc.update(salt);
    crc.update(source, start + LENGTH_AT, CRC_AT - LENGTH_AT);
    crc.update(source, start + SEQUENCE_AT, HEADER_BYTES - SEQUENCE_AT);
    return crc;
  }
}
