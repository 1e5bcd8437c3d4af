// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

/** A record as it comes back from the log. */
public final class LogRecord {
  private final long sequence;
  private final String tenant;
  private final byte[] body;

  LogRecord(long sequence, String tenant, byte[] body) {
    this.sequence = sequence;
    this.tenant = tenant;
    this.body = body;
  }

  /** Its place in the order of all records; there may be gaps. */
  public long sequence() {
    return sequence;
  }

  /** The tenant that it was appended for. */
  public String tenant() {
    return tenant;
  }

  /** What was appended; belongs to the receiver. */
  public byte[] body() {
    return body;
  }
}
