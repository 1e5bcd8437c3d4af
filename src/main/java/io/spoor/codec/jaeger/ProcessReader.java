// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.SpanBatchBuilder;
import java.util.Arrays;

/**
 * Reads {@code Process} messages of api_v2 into resources. One that was met lately is known by its
 * bytes, so that spans which carry their own share it. Not thread-safe.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class ProcessReader {
  private static final int REMEMBERED = 16;

  private final ProtoReader in;
  private final MemoryMeter meter;
  private final ProtoTagReader tags;
  private final ProcessAssembler process;
  private SpanBatchBuilder builder;

  // The processes met last: where each lies in the body, and its row.
  private final int[] starts = new int[REMEMBERED];
  private final int[] lengths = new int[REMEMBERED];
  private final int[] rows = new int[REMEMBERED];
  private int met;

  ProcessReader(ProtoReader in, MemoryMeter meter, SpanBatchBuilder builder) {
    this.in = in;
    this.meter = meter;
    this.builder = builder;
    this.tags = new ProtoTagReader(in, meter, builder.strings());
    this.process = new ProcessAssembler(builder);
  }

  void reset(SpanBatchBuilder newBuilder) {
    builder = newBuilder;
    tags.reset(newBuilder.strings());
    process.reset(newBuilder);
    met = 0;
  }

  /** Starts a process that may come in several parts. */
  void begin() {
    process.begin();
    tags.nextOwner();
  }

  /** Reads a part, the tag of which was just read, as a message at this depth. */
  void readPart(int depth) {
    readPart(in.length(), depth);
  }

  private void readPart(int length, int depth) {
    int outer = in.enter(length, depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> process.serviceName(in.text(builder.strings()));
        case 0x12 -> {
          tags.read(depth + 1);
          process.accept(tags);
        }
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  /** Ends the process; returns the row of its resource. */
  int end() {
    return process.end();
  }

  /** Reads a whole process, the tag of which was just read; returns the row of its resource. */
  int read(int depth) {
    int length = in.length();
    int start = in.position();
    int known = find(start, length);
    if (known >= 0) {
      in.advance(length);
      return known;
    }
    begin();
    readPart(length, depth);
    int at = met++ % REMEMBERED;
    starts[at] = start;
    lengths[at] = length;
    rows[at] = end();
    meter.grown();
    return rows[at];
  }

  private int find(int start, int length) {
    byte[] bytes = in.bytes();
    int known = Math.min(met, REMEMBERED);
    for (int i = 0; i < known; i++) {
      if (lengths[i] == length
          && Arrays.equals(bytes, start, start + length, bytes, starts[i], starts[i] + length)) {
        return rows[i];
      }
    }
    return -1;
  }
}
