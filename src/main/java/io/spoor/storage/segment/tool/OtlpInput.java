// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.otlp.OtlpJsonDecoder;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/** Reads requests one behind the other, one in memory at a time. */
public final class OtlpInput {
  private static final int MAX_BYTES = 256 << 20; // of a request

  private final PushbackInputStream in;
  private final OtlpFormat format;
  private final OtlpJsonDecoder json = new OtlpJsonDecoder();
  private final OtlpProtoDecoder proto = new OtlpProtoDecoder();
  private long number;

  /** Reads a stream, which should be buffered. */
  public OtlpInput(InputStream in, OtlpFormat format) {
    this(new PushbackInputStream(in, 2), format);
  }

  private OtlpInput(PushbackInputStream in, OtlpFormat format) {
    this.in = in;
    this.format = format;
  }

  /** Reads a stream whose format its first bytes tell. */
  public static OtlpInput detect(InputStream stream) throws IOException {
    PushbackInputStream in = new PushbackInputStream(stream, 2);
    byte[] first = in.readNBytes(2);
    in.unread(first);
    // a message of 123 bytes begins with '{', too, but its second byte is the first field's tag
    boolean isJson = first.length == 2 && first[0] == '{' && first[1] != 0x0a;
    return new OtlpInput(in, isJson ? OtlpFormat.JSON : OtlpFormat.PROTO);
  }

  /**
   * The next request; empty at the end.
   *
   * @throws IOException when it cannot be read or understood; says which request it was
   */
  public Optional<DecodedBatch> next() throws IOException {
    Optional<byte[]> bytes = format == OtlpFormat.JSON ? line() : message();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          format == OtlpFormat.JSON
              ? json.decode(bytes.get(), Allowance.UNLIMITED)
              : proto.decode(bytes.get(), Allowance.UNLIMITED));
    } catch (MalformedException e) {
      String unit = format == OtlpFormat.JSON ? "line " : "message ";
      throw new IOException(unit + number + ": " + e.getMessage(), e);
    }
  }

  private Optional<byte[]> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); ; read = in.read()) {
      boolean isEnd = read < 0 || read == '\n';
      if (isEnd) {
        number++;
      }
      if (isEnd && line.size() > 0) {
        return Optional.of(line.toByteArray());
      }
      if (read < 0) {
        return Optional.empty();
      }
      if (!isEnd && ((read != ' ' && read != '\r') || line.size() > 0)) {
        line.write(read);
      }
      if (line.size() > MAX_BYTES) {
        throw new IOException("line " + (number + 1) + " has more than " + MAX_BYTES + " bytes");
      }
    }
  }

  private Optional<byte[]> message() throws IOException {
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    number++;
    long length = read & 0x7f;
    for (int shift = 7; read > 0x7f && shift < 35; shift += 7) {
      read = in.read();
      if (read < 0) {
        throw new EOFException("message " + number + " is cut");
      }
      length |= (long) (read & 0x7f) << shift;
    }
    if (length > MAX_BYTES) {
      throw new IOException(
          "message " + number + " would have " + length + " bytes: is this length-delimited OTLP?");
    }
    byte[] message = in.readNBytes((int) length);
    if (message.length < length) {
      throw new EOFException("message " + number + " is cut");
    }
    return Optional.of(message);
  }
}
