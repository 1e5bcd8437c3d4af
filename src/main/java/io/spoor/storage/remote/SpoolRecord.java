// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.wal.LogRecord;
import io.spoor.wal.PoisonRecordException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A batch as the spool's log has it.
 *
 * <pre>
 * number of spans (4 bytes, big-endian) │ ExportTraceServiceRequest
 * </pre>
 */
final class SpoolRecord {
  private static final int HEADER = 4;

  private final long sequence;
  private final Tenant tenant;
  private final byte[] body;

  /** Takes a body over that {@link #encode} has made. */
  SpoolRecord(long sequence, Tenant tenant, byte[] body) {
    this.sequence = sequence;
    this.tenant = tenant;
    this.body = body;
  }

  /** What is appended to the log. */
  static byte[] encode(SpanBatch batch) {
    byte[] message = OtlpProtoEncoder.encode(batch);
    return ByteBuffer.allocate(HEADER + message.length).putInt(batch.size()).put(message).array();
  }

  /** Reads what comes back from the log. */
  static SpoolRecord of(LogRecord found) throws PoisonRecordException {
    try {
      byte[] body = found.body();
      if (body.length < HEADER || ByteBuffer.wrap(body).getInt() < 0) {
        throw new IllegalArgumentException("no batch");
      }
      return new SpoolRecord(found.sequence(), new Tenant(found.tenant()), body);
    } catch (IllegalArgumentException e) {
      throw new PoisonRecordException("record " + found.sequence() + " of the spool", e);
    }
  }

  /** Its place in the log. */
  long sequence() {
    return sequence;
  }

  Tenant tenant() {
    return tenant;
  }

  /** Length of the body. */
  int bytes() {
    return body.length;
  }

  int spans() {
    return ByteBuffer.wrap(body).getInt();
  }

  /** The message in an array of its own. */
  byte[] message() {
    return Arrays.copyOfRange(body, HEADER, body.length);
  }
}
