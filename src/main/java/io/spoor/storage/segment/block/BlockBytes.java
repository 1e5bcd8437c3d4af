// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.DiskFile;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads a block's file by position, and says in every failure which file and what. */
final class BlockBytes {
  // the JDK keeps a direct buffer of the longest read for each thread
  static final int PIECE_BYTES = 256 << 10;

  private final Path path;
  private final DiskFile file;
  private final long size;

  BlockBytes(Path path, DiskFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.size = file.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Exactly so many bytes; {@code what} they are is for the message when they are not there. */
  byte[] read(long offset, int length, String what) throws IOException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new CorruptDataException(path + ": " + what + " would lie outside of the file");
    }
    byte[] bytes = new byte[length];
    try {
      for (int done = 0; done < length; done += PIECE_BYTES) {
        int piece = Math.min(PIECE_BYTES, length - done);
        if (file.read(ByteBuffer.wrap(bytes, done, piece), offset + done) < piece) {
          throw new CorruptDataException(path + ": the file ends inside of " + what);
        }
      }
    } catch (CorruptDataException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(path + ": " + what + " cannot be read: " + e, e);
    }
    return bytes;
  }

  void close() throws IOException {
    file.close();
  }
}
