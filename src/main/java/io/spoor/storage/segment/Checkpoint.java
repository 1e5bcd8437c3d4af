// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code sealed}: up to which sequence of the log the spans of all tenants are in blocks.
 * Without it the log is replayed from its beginning, as far as the blocks do not know better.
 *
 * <pre>
 * 0   8  "SPSEALED"
 * 8   4  version, 1
 * 12  8  sequence, little-endian as all
 * 20  4  CRC32C of all before
 * </pre>
 */
final class Checkpoint {
  static final String NAME = "sealed";
  private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);
  private static final byte[] MAGIC = "SPSEALED".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int BYTES = 24;

  private final Disk disk;
  private final Path folder;
  private final Path file;

  Checkpoint(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  /**
   * The sequence, -1 when there is no file or it is damaged.
   *
   * @throws IOException when it cannot be read, or a later version has written it
   */
  long read() throws IOException {
    if (!disk.list(folder).contains(file)) {
      return -1;
    }
    byte[] bytes = new byte[BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length;
    try (DiskFile opened = disk.openReadOnly(file)) {
      length = opened.read(buffer, 0);
    }
    if (length < BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || buffer.getInt(BYTES - 4) != crc(bytes)) {
      log.error("Damaged checkpoint, the log is replayed from its beginning file={}", file);
      return -1;
    }
    int version = buffer.getInt(8);
    if (version != VERSION) {
      throw new IOException(
          file + " has version " + version + ", which a later Spoor wrote: this one knows 1");
    }
    return buffer.getLong(12);
  }

  /** Replaces the file; durable once it has returned. */
  void write(long sequence) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(VERSION).putLong(sequence).putInt(crc(buffer.array())).flip();
    disk.replace(file, buffer);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - 4);
    return (int) crc.getValue();
  }
}
