// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Turns a patched request into the body that goes over the wire. */
interface BodyEncoder {
  /** The caller releases it. */
  ByteBuf encode(RequestBuffer request);

  static BodyEncoder of(boolean isGrpc, boolean isGzip) {
    if (isGzip) {
      return request -> gzip(request, isGrpc);
    }
    return isGrpc ? RequestBuffer::framed : RequestBuffer::message;
  }

  private static ByteBuf gzip(RequestBuffer request, boolean isGrpc) {
    ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    int header = isGrpc ? RequestBuffer.FRAME_HEADER_BYTES : 0;
    ByteBuf body = allocator.buffer(request.template().bytes().length / 4).writeZero(header);
    ByteBuf message = request.message();
    try (FastGzip out = new FastGzip(new ByteBufOutputStream(body))) {
      message.readBytes(out, message.readableBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (isGrpc) {
      body.setByte(0, 1).setInt(1, body.readableBytes() - header);
    }
    return body;
  }

  /** At the fastest level: the machine is shared with the server. */
  final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteBufOutputStream out) throws IOException {
      super(out, 64 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
