// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.receiver.BodyBuffer;
import io.spoor.receiver.IntakeException;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.buffer.Buffer;

/**
 * The one frame of a unary gRPC request, read as its pieces come.
 *
 * <pre>
 * compressed (1 byte: 0 or 1) │ length (4 bytes, big-endian) │ message
 * </pre>
 */
final class GrpcFrame {
  private static final int HEADER = 5;

  private final BodyBuffer body;

  private int headerBytes;
  private int flag;
  private long length;

  GrpcFrame(BodyBuffer body) {
    this.body = body;
  }

  /**
   * Takes the next piece.
   *
   * @throws IntakeException when the frame is broken or too large, or the budget is spent
   */
  void append(Buffer chunk) {
    int at = 0;
    while (headerBytes < HEADER && at < chunk.length()) {
      header(chunk.getUnsignedByte(at++));
    }
    if (body.length() + (long) (chunk.length() - at) > length) {
      throw badFrame("bytes behind the one message of the request");
    }
    if (at < chunk.length()) {
      body.append(chunk, at, chunk.length());
    }
  }

  /**
   * Tells, at the end of the request, whether the message is compressed.
   *
   * @throws IntakeException when the frame is not whole
   */
  boolean compressedAtEnd() {
    if (headerBytes < HEADER || body.length() < length) {
      throw badFrame("the request ended within its message, or without one");
    }
    return flag == 1;
  }

  private void header(int value) {
    if (headerBytes == 0) {
      flag = value;
    } else {
      length = length << 8 | value;
    }
    if (flag > 1) {
      throw badFrame("compressed flag must be 0 or 1, was " + flag);
    }
    if (++headerBytes == HEADER) {
      body.announce(length);
    }
  }

  private static IntakeException badFrame(String message) {
    return new IntakeException(IntakeReason.BAD_FRAME, message);
  }
}
