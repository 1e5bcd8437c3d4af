// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The bytes of a message as it came, decompressed within a bound. */
final class MessageBytes {

  /**
   * Put in the place of an encoding that a client did not name: frames may be compressed even so.
   */
  static final String UNNAMED = "unnamed";

  /** What clients are told that they may use. */
  static final String ENCODINGS = "identity,gzip";

  private MessageBytes() {}

  /** Whether messages of this encoding can be read at all. */
  static boolean canRead(String encoding) {
    return encoding.equals("gzip") || encoding.equals("identity") || encoding.equals(UNNAMED);
  }

  /**
   * Reads a message.
   *
   * @param maxBytes of what is read
   * @throws GrpcException when it cannot be read, or is too large
   */
  static byte[] read(GrpcMessage message, int maxBytes) {
    return switch (message.encoding()) {
      case "identity" -> message.payload().getBytes();
      case "gzip" -> inflate(message.payload(), maxBytes);
      default ->
          throw new GrpcException(
              GrpcStatus.INTERNAL, "the message is compressed, but grpc-encoding does not say how");
    };
  }

  private static byte[] inflate(Buffer payload, int maxBytes) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(payload.getBytes()))) {
      byte[] inflated = in.readNBytes(maxBytes);
      if (inflated.length == maxBytes && in.read() >= 0) {
        throw tooLarge(maxBytes);
      }
      return inflated;
    } catch (IOException e) {
      throw GrpcException.invalid("the message is not gzip: " + e.getMessage());
    }
  }

  static GrpcException tooLarge(int maxBytes) {
    return new GrpcException(
        GrpcStatus.RESOURCE_EXHAUSTED, "a message may have at most " + maxBytes + " bytes");
  }
}
