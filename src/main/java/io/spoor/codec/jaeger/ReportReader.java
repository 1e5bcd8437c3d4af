// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.ThriftReader;

/** Reads what a client says about itself beside its spans. Not thread-safe. */
final class ReportReader {
  private static final int FULL_QUEUE = 1 << 8 | ThriftReader.I64;
  private static final int TOO_LARGE = 2 << 8 | ThriftReader.I64;
  private static final int FAILED = 3 << 8 | ThriftReader.I64;
  private static final int REQUIRED = 0b1110;

  private final ThriftReader in;
  private boolean hasSeqNo;
  private long seqNo;
  private boolean hasStats;
  private final long[] counts = new long[4]; // by number of the field

  ReportReader(ThriftReader in) {
    this.in = in;
  }

  void clear() {
    hasSeqNo = false;
    hasStats = false;
  }

  void seqNo(long number) {
    hasSeqNo = true;
    seqNo = number;
  }

  /** Reads {@code ClientStats} as a struct at this depth. */
  void readStats(int depth) {
    int seen = 0;
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      switch (in.fieldId() << 8 | type) {
        case FULL_QUEUE, TOO_LARGE, FAILED -> {
          int field = in.fieldId();
          counts[field] = in.i64();
          seen |= 1 << field;
        }
        default -> in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    if (seen != REQUIRED) {
      int missing = Integer.numberOfTrailingZeros(REQUIRED & ~seen);
      throw in.malformed("client statistics without field " + missing);
    }
    hasStats = true;
  }

  ClientReport report() {
    if (!hasSeqNo && !hasStats) {
      return ClientReport.NONE;
    }
    return new ClientReport(
        hasSeqNo,
        hasSeqNo ? seqNo : 0,
        hasStats,
        hasStats ? counts[1] : 0,
        hasStats ? counts[2] : 0,
        hasStats ? counts[3] : 0);
  }
}
