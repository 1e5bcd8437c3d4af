// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.otlp.BenchmarkLoad;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Time and bytes a span to decode the load of docs/performance.md, as Zipkin's clients send it,
 * into columns, beside Zipkin's own decoder.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=ZipkinDecoderBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime) // its median is steady on a busy machine
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ZipkinDecoderBenchmark {
  private static final int BODIES = 20;

  /** What the spans are encoded with. */
  @Param({"JSON_V2", "PROTO3", "JSON_V1", "THRIFT"})
  public SpanBytesEncoder format = SpanBytesEncoder.JSON_V2;

  private final byte[][] bodies = new byte[BODIES][];
  private BatchDecoder decoder = new ZipkinJsonV2Decoder();
  private SpanBytesDecoder reference = SpanBytesDecoder.JSON_V2;
  private int next;

  /** One request of each service, so that no branch is learnt by heart. */
  @Setup
  public void encode() {
    for (int service = 0; service < BODIES; service++) {
      bodies[service] = format.encodeList(ZipkinLoad.spans(service, service));
    }
    decoder =
        switch (format) {
          case JSON_V1 -> new ZipkinJsonV1Decoder();
          case THRIFT -> ZipkinThriftDecoder.ofList();
          case JSON_V2 -> new ZipkinJsonV2Decoder();
          case PROTO3 -> new ZipkinProtoDecoder();
        };
    reference = SpanBytesDecoder.valueOf(format.name());
  }

  private byte[] nextBody() {
    next = (next + 1) % BODIES;
    return bodies[next];
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public DecodedBatch columns() {
    return decoder.decode(nextBody(), Allowance.UNLIMITED);
  }

  /** Zipkin's objects, for comparison. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public List<Span> zipkin() {
    return reference.decodeList(nextBody());
  }
}
