// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code forwarded}: up to which record the collector has all. Written now and then, so
 * records may be sent again after a crash; the collector knows equal spans.
 *
 * <pre>
 * 0   8  "SPFORWRD"
 * 8   8  sequence, big-endian as all
 * 16  4  CRC32C of all before
 * </pre>
 *
 * <p>{@link #advance} may be called from any thread; reading and writing block.
 */
final class SpoolCheckpoint {
  private static final Logger log = LoggerFactory.getLogger(SpoolCheckpoint.class);
  private static final String NAME = "forwarded";
  private static final long MAGIC = 0x5350464f52575244L;
  private static final int BYTES = 20;
  private static final int CRC_AT = 16;

  private final Disk disk;
  private final Path file;
  private final AtomicLong sequence = new AtomicLong(-1);
  private long written = -1; // guarded by this

  SpoolCheckpoint(Disk disk, Path folder) {
    this.disk = disk;
    this.file = folder.resolve(NAME);
  }

  /** Reads the file of an earlier process, -1 when there is none or it is damaged. */
  long read(Path folder) throws IOException {
    if (!disk.list(folder).contains(file)) {
      return -1;
    }
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    try (DiskFile opened = disk.openReadOnly(file)) {
      opened.read(buffer, 0);
    }
    byte[] bytes = buffer.array();
    if (buffer.getLong(0) != MAGIC || buffer.getInt(CRC_AT) != crc(bytes)) {
      log.error("Damaged checkpoint, the whole spool is sent again file={}", file);
      return -1;
    }
    advance(buffer.getLong(8));
    return buffer.getLong(8);
  }

  /** The collector has all records up to this one. */
  void advance(long toSequence) {
    sequence.accumulateAndGet(toSequence, Math::max);
  }

  /** Writes it down where there is something new; returns why it could not, or null. */
  synchronized @Nullable IOException write() {
    long now = sequence.get();
    if (now <= written) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(BYTES).putLong(MAGIC).putLong(now);
    buffer.putInt(crc(buffer.array())).flip();
    try {
      disk.replace(file, buffer);
      written = now;
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
