// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. Positions and sizes are bytes. Not thread-safe but for reads. */
public interface DiskFile extends Closeable {

  /** Length of the file. */
  long size() throws IOException;

  /** Writes all that remains in the buffer at this position. */
  void write(ByteBuffer source, long position) throws IOException;

  /**
   * Reads until the buffer is full or the file ends.
   *
   * @return how many bytes were read, 0 at the end
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Cuts the file to this length. */
  void truncate(long size) throws IOException;

  /** Makes the content durable; when it throws, nothing is known of what was written since. */
  void sync() throws IOException;
}
