// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.google.protobuf.CodedInputStream;
import io.spoor.codec.wire.ProtoReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time a span to walk through every field of a request down to the values of attributes, without
 * keeping any: our reader beside protobuf-java's (docs/adr/0003-hand-written-protobuf-reader.md).
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=ProtoReaderBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime) // its median is steady on a busy machine
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProtoReaderBenchmark {
  private static final int ATTRIBUTE = 0x4a; // in Span
  private static final int MESSAGES_TO_SPAN = 3;

  private final byte[] body = BenchmarkLoad.request(3, 3);
  private final ProtoReader ours = new ProtoReader();

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public long protoReader() {
    ours.reset(body);
    return walk(0);
  }

  /**
   * Resource and scope lie under the tag 0x0a, which is walked as far as it is the way to spans.
   */
  private long walk(int level) {
    long sum = 0;
    while (ours.hasMore()) {
      int tag = ours.tag();
      if (tag == (level == 0 ? 0x0a : 0x12) && level < MESSAGES_TO_SPAN) {
        int outer = ours.enter(level);
        sum += level == MESSAGES_TO_SPAN - 1 ? span() : walk(level + 1);
        ours.leave(outer);
      } else {
        ours.skip(tag, level);
      }
    }
    return sum;
  }

  private long span() {
    long sum = 0;
    while (ours.hasMore()) {
      int tag = ours.tag();
      switch (tag) {
        case ATTRIBUTE -> {
          int outer = ours.enter(4);
          sum += pair();
          ours.leave(outer);
        }
        case 0x39, 0x41 -> sum += ours.fixed64();
        case 0x30 -> sum += ours.varint();
        default -> ours.skip(tag, 3);
      }
    }
    return sum;
  }

  private long pair() {
    long sum = 0;
    while (ours.hasMore()) {
      int tag = ours.tag();
      if (tag == AnyValueFields.VALUE) {
        int outer = ours.enter(5);
        while (ours.hasMore()) {
          int inner = ours.tag();
          if (inner == AnyValueFields.INT) {
            sum += ours.varint();
          } else {
            ours.skip(inner, 5);
          }
        }
        ours.leave(outer);
      } else {
        ours.skip(tag, 4);
      }
    }
    return sum;
  }

  /** Protobuf-java's. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public long codedInputStream() throws IOException {
    return walk(CodedInputStream.newInstance(body), 0);
  }

  private static long walk(CodedInputStream in, int level) throws IOException {
    long sum = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (level == 0 ? 0x0a : 0x12) && level < MESSAGES_TO_SPAN) {
        int outer = in.pushLimit(in.readRawVarint32());
        sum += level == MESSAGES_TO_SPAN - 1 ? span(in) : walk(in, level + 1);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
    return sum;
  }

  private static long span(CodedInputStream in) throws IOException {
    long sum = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case ATTRIBUTE -> {
          int outer = in.pushLimit(in.readRawVarint32());
          sum += pair(in);
          in.popLimit(outer);
        }
        case 0x39, 0x41 -> sum += in.readFixed64();
        case 0x30 -> sum += in.readRawVarint64();
        default -> in.skipField(tag);
      }
    }
    return sum;
  }

  private static long pair(CodedInputStream in) throws IOException {
    long sum = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == AnyValueFields.VALUE) {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
          if (inner == AnyValueFields.INT) {
            sum += in.readRawVarint64();
          } else {
            in.skipField(inner);
          }
        }
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
    return sum;
  }
}
