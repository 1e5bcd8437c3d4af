// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Bytes as zstd where that is smaller, else as they are. Thread-safe.
 *
 * <pre>raw length (varint) | compressed length (varint, 0: stored) | bytes</pre>
 *
 * <p>Contexts lie outside the heap: a few are kept for whoever comes next, and no thread owns one,
 * so none is lost with its thread.
 */
public final class Compression {
  /** More than this is stored as it is: what one frame may make a reader allocate. */
  public static final int MAX_FRAME_BYTES = 64 << 20;

  private static final int LEVEL = 1;
  private static final int MIN_BYTES = 32; // less does not pay for the frame
  private static final int MAX_RATIO = 1 << 15; // 128 KiB of one byte take four
  private static final int KEPT_CONTEXTS = 8;
  private static final int MAX_LENGTH_BYTES = 5;

  private static final BlockingQueue<ZstdCompressCtx> compressors =
      new ArrayBlockingQueue<>(KEPT_CONTEXTS);
  private static final BlockingQueue<ZstdDecompressCtx> decompressors =
      new ArrayBlockingQueue<>(KEPT_CONTEXTS);

  /** Appends {@code raw[offset, offset + length)}. */
  public static void put(byte[] raw, int offset, int length, ByteOutput target) {
    target.putVarint(length);
    if (length == 0) {
      return;
    }
    int start = target.size();
    if (length < MIN_BYTES
        || length > MAX_FRAME_BYTES
        || compress(raw, offset, length, target) >= length) {
      target.truncate(start);
      target.putVarint(0);
      target.putBytes(raw, offset, length);
    }
  }

  /** Appends the compressed length and the frame; returns the number of bytes appended. */
  private static int compress(byte[] raw, int offset, int length, ByteOutput target) {
    int bound = (int) Zstd.compressBound(length);
    target.ensureRoom(MAX_LENGTH_BYTES + bound);
    int start = target.size();
    int frame = start + MAX_LENGTH_BYTES;
    ZstdCompressCtx context = compressors.poll();
    if (context == null) {
      context = new ZstdCompressCtx().setLevel(LEVEL).setContentSize(false);
    }
    int compressed;
    try {
      compressed = context.compressByteArray(target.array(), frame, bound, raw, offset, length);
    } finally {
      if (!compressors.offer(context)) {
        context.close();
      }
    }
    target.putVarint(compressed);
    System.arraycopy(target.array(), frame, target.array(), target.size(), compressed);
    target.advance(compressed);
    return target.size() - start;
  }

  /** Reads what {@link #put} wrote, at most {@code maxLength} bytes. */
  public static byte[] get(ByteInput source, int maxLength) throws CorruptDataException {
    int length = source.getCount(maxLength);
    if (length == 0) {
      return new byte[0];
    }
    int compressed = source.getCount(source.remaining());
    if (compressed == 0) {
      return source.getBytes(length);
    }
    if (length > MAX_FRAME_BYTES || length > (long) compressed * MAX_RATIO) {
      throw new CorruptDataException(
          "a frame of " + compressed + " bytes cannot hold " + length + " bytes");
    }
    return decompress(source.slice(compressed), length);
  }

  private static byte[] decompress(ByteInput frame, int length) throws CorruptDataException {
    byte[] raw = new byte[length];
    ZstdDecompressCtx context = decompressors.poll();
    if (context == null) {
      context = new ZstdDecompressCtx();
    }
    int read;
    try {
      read =
          context.decompressByteArray(
              raw, 0, length, frame.array(), frame.position(), frame.remaining());
    } catch (ZstdException e) {
      throw new CorruptDataException("a compressed frame is damaged: " + e.getMessage());
    } finally {
      if (!decompressors.offer(context)) {
        context.close();
      }
    }
    if (read != length) {
      throw new CorruptDataException("a frame holds " + read + " bytes, not " + length);
    }
    return raw;
  }

  private Compression() {}
}
