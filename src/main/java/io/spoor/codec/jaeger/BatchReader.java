// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.codec.wire.ThriftReader;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import java.util.List;

/** Reads {@code Batch} structs of Thrift into columns. Not thread-safe. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class BatchReader {
  private static final int PROCESS = 1 << 8 | ThriftReader.STRUCT;
  private static final int SPANS = 2 << 8 | ThriftReader.LIST;
  private static final int SEQ_NO = 3 << 8 | ThriftReader.I64;
  private static final int STATS = 4 << 8 | ThriftReader.STRUCT;

  private static final int BATCH_ARGUMENT = 1 << 8 | ThriftReader.STRUCT;

  private static final int SERVICE_NAME = 1 << 8 | ThriftReader.STRING;
  private static final int PROCESS_TAGS = 2 << 8 | ThriftReader.LIST;

  private static final byte[] NO_BYTES = {};

  private final ThriftReader in;
  private final RejectedSpans rejected = new RejectedSpans();
  private SpanBatchBuilder builder = new SpanBatchBuilder();
  private final MemoryMeter meter = new MemoryMeter(builder);
  private final ThriftSpanReader spans;
  private final ThriftTagReader processTags;
  private final ProcessAssembler process = new ProcessAssembler(builder);
  private final ReportReader report;

  private int resource; // row of the process under way

  // Of the batch under way.
  private boolean hasProcess;
  private boolean hasSpans;

  BatchReader(ThriftReader in) {
    this.in = in;
    this.spans = new ThriftSpanReader(in, meter, rejected, builder);
    this.processTags = new ThriftTagReader(in, meter, builder.strings());
    this.report = new ReportReader(in);
  }

  /** What the client of the last batch said beside its spans. */
  ClientReport report() {
    return report.report();
  }

  void forgetReport() {
    report.clear();
  }

  /** Reads a batch at the position of the reader, which has this body. */
  DecodedBatch readBatch(byte[] body, Allowance allowance) {
    start(body, allowance);
    try {
      readStruct(0);
      return finish(body);
    } finally {
      release();
    }
  }

  /** Reads the arguments of {@code emitBatch} at the position of the reader. */
  DecodedBatch readArguments(byte[] body, Allowance allowance) {
    start(body, allowance);
    try {
      readArguments();
      return finish(body);
    } finally {
      release();
    }
  }

  /**
   * Reads several messages, one behind the other, into one batch, with a resource for each.
   *
   * @param ends where each of them ends
   * @param reports what their clients said is added here
   */
  DecodedBatch readMessages(
      byte[] body, int[] ends, Allowance allowance, List<ClientReport> reports) {
    start(body, allowance);
    try {
      int begin = 0;
      for (int end : ends) {
        if (AgentMessageKind.read(in, body, begin) != AgentMessageKind.BATCH) {
          throw in.malformed("a message that is not emitBatch");
        }
        startOne();
        readArguments();
        if (in.position() > end) { // it ran into the next one
          throw in.malformed("truncated");
        }
        reports.add(report.report());
        begin = end;
        resource++;
      }
      return finish(body);
    } finally {
      release();
    }
  }

  private void readArguments() {
    boolean hasBatch = false;
    int outer = in.enterStruct(0);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      if ((in.fieldId() << 8 | type) == BATCH_ARGUMENT && !hasBatch) {
        hasBatch = true;
        readStruct(1);
      } else {
        in.skip(type, 0);
      }
    }
    in.leaveStruct(outer);
    if (!hasBatch) {
      throw in.malformed("emitBatch without a batch");
    }
  }

  private void start(byte[] body, Allowance allowance) {
    builder.reset(body, false);
    rejected.clear();
    meter.start(allowance, builder);
    fill();
    resource = 0;
    startOne();
  }

  private void startOne() {
    report.clear();
    hasProcess = false;
    hasSpans = false;
  }

  private void fill() {
    spans.reset(builder);
    processTags.reset(builder.strings());
    process.reset(builder);
  }

  private DecodedBatch finish(byte[] body) {
    meter.check();
    SpanBatch batch = builder.build();
    meter.need(batch.bytes() - body.length);
    return new DecodedBatch(batch, rejected.count(), rejected.reason());
  }

  private void release() {
    in.reset(NO_BYTES);
    if (builder.capacityBytes() > MemoryMeter.KEPT_SCRATCH_BYTES) {
      builder = new SpanBatchBuilder();
    } else {
      builder.release();
    }
    fill();
    meter.start(Allowance.UNLIMITED, builder);
  }

  private void readStruct(int depth) {
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      switch (in.fieldId() << 8 | type) {
        case PROCESS -> readProcess(depth + 1);
        case SPANS -> readSpans(depth + 1);
        case SEQ_NO -> report.seqNo(in.i64());
        case STATS -> report.readStats(depth + 1);
        default -> in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    if (!hasProcess || !hasSpans) {
      throw in.malformed("batch without " + (hasProcess ? "spans" : "process"));
    }
  }

  /** The spans may come before their process, whose row is known. */
  private void readSpans(int depth) {
    if (hasSpans) {
      throw in.malformed("spans of a batch twice");
    }
    hasSpans = true;
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      spans.read(resource, depth + 1);
    }
  }

  private void readProcess(int depth) {
    if (hasProcess) {
      throw in.malformed("process of a batch twice");
    }
    hasProcess = true;
    boolean hasName = false;
    process.begin();
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      int field = in.fieldId() << 8 | type;
      if (field == SERVICE_NAME) {
        hasName = true;
        process.serviceName(in.text(builder.strings()));
      } else if (field == PROCESS_TAGS) {
        readProcessTags(depth + 1);
      } else {
        in.skip(type, depth);
      }
    }
    in.leaveStruct(outer);
    if (!hasName) {
      throw in.malformed("process without serviceName");
    }
    process.end();
  }

  private void readProcessTags(int depth) {
    int size = in.structs();
    for (int i = 0; i < size; i++) {
      processTags.read(depth + 1);
      process.accept(processTags);
    }
  }
}
