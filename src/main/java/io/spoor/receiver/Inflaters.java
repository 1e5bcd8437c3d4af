// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.xerial.snappy.Snappy;

/**
 * Inflates as a stream, so that nothing is ever larger than the budget allows, whatever a header
 * announces.
 */
final class Inflaters {
  private static final int BUFFER = 8 << 10;

  /** Of the window, whose memory is native and so not in the budget: 16 MiB a decoding thread. */
  private static final int ZSTD_MAX_WINDOW_LOG = 24;

  /** The greatest ratio that a snappy block can have: three bytes copy 64. */
  private static final int SNAPPY_MAX_RATIO = 64;

  private Inflaters() {}

  static InflatedBody gzip(byte[] in, int length, Limits limits) throws IOException {
    InflatedBody out = limits.open(length, gzipHint(in, length));
    try (InputStream stream = new GZIPInputStream(stream(in, length), BUFFER)) {
      out.readAll(stream);
    }
    return out;
  }

  static InflatedBody deflate(byte[] in, int length, Limits limits) throws IOException {
    InflatedBody out = limits.open(length, 0);
    Inflater inflater = new Inflater(!startsAsZlib(in, length));
    try (InputStream stream = new InflaterInputStream(stream(in, length), inflater, BUFFER)) {
      out.readAll(stream);
    } finally {
      inflater.end();
    }
    return out;
  }

  static InflatedBody zstd(byte[] in, int length, Limits limits) throws IOException {
    long size = length == 0 ? 0 : Zstd.getFrameContentSize(in, 0, length);
    InflatedBody out = limits.open(length, size);
    try (ZstdInputStreamNoFinalizer stream =
        new ZstdInputStreamNoFinalizer(stream(in, length), RecyclingBufferPool.INSTANCE)) {
      stream.setLongMax(ZSTD_MAX_WINDOW_LOG);
      out.readAll(stream);
    }
    return out;
  }

  static InflatedBody snappy(byte[] in, int length, Limits limits) throws IOException {
    if (SnappyFrames.startsAt(in, length)) {
      InflatedBody out = limits.open(length, 0);
      SnappyFrames.inflate(in, length, out);
      return out;
    }
    int size = length == 0 ? -1 : Snappy.uncompressedLength(in, 0, length);
    if (size < 0 || size > (long) length * SNAPPY_MAX_RATIO) {
      throw new IOException("impossible length of a snappy block");
    }
    InflatedBody out = limits.open(length, size);
    out.ensureRoom(size);
    out.advance(Snappy.uncompress(in, 0, length, out.array(), 0));
    return out;
  }

  static InflatedBody lz4(byte[] in, int length, Limits limits) throws IOException {
    long scratch = 2L * lz4BlockBytes(in, length);
    limits.reservation().grow(scratch); // the stream's own two blocks
    InflatedBody out = limits.open(length, 0);
    try (InputStream stream = new LZ4FrameInputStream(stream(in, length))) {
      out.readAll(stream);
    }
    limits.reservation().shrink(scratch);
    return out;
  }

  private static InputStream stream(byte[] in, int length) {
    return new ByteArrayInputStream(in, 0, length);
  }

  /** The last four bytes of a gzip member are its size, modulo 4 GiB. */
  private static long gzipHint(byte[] in, int length) {
    if (length < 18) {
      return 0;
    }
    return (in[length - 4] & 0xffL)
        | (in[length - 3] & 0xffL) << 8
        | (in[length - 2] & 0xffL) << 16
        | (in[length - 1] & 0xffL) << 24;
  }

  /** RFC 1950: method 8, and the first two bytes are a multiple of 31. */
  private static boolean startsAsZlib(byte[] in, int length) {
    return length >= 2 && (in[0] & 0x0f) == 8 && ((in[0] & 0xff) << 8 | (in[1] & 0xff)) % 31 == 0;
  }

  /** The greatest block size that the frame's descriptor allows, 4 MiB when it is broken. */
  private static int lz4BlockBytes(byte[] in, int length) {
    int code = length > 5 ? (in[5] >> 4) & 7 : 7;
    return 1 << (8 + 2 * Math.max(4, code)); // 4: 64 KiB, 5: 256 KiB, 6: 1 MiB, 7: 4 MiB
  }

  /**
   * What inflating may take.
   *
   * @param reservation grows with the output
   * @param maxBytes of the output
   */
  record Limits(Reservation reservation, int maxBytes) {
    InflatedBody open(int compressedLength, long hint) {
      return new InflatedBody(reservation, maxBytes, compressedLength, hint);
    }
  }
}
