// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes being collected, in one array that is used again after each {@link #drain}. */
final class ByteSink extends OutputStream {
  private byte[] bytes = new byte[8 << 10];
  private int size;

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  int size() {
    return size;
  }

  /** A copy of what was collected, which is then forgotten. */
  Buffer drain() {
    Buffer copy = Buffer.buffer(size).appendBytes(bytes, 0, size);
    clear();
    return copy;
  }

  void drainTo(OutputStream target) throws java.io.IOException {
    target.write(bytes, 0, size);
    clear();
  }

  private void clear() {
    size = 0;
    if (bytes.length > 4 * BodyStream.CHUNK_BYTES) {
      bytes = new byte[BodyStream.CHUNK_BYTES]; // one huge value must not stay for good
    }
  }
}
