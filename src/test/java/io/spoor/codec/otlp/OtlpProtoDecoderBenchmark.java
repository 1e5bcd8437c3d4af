// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and bytes a span to decode a request of docs/performance.md into columns, beside
 * protobuf-java's full parse.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=OtlpProtoDecoderBenchmark</pre>
 *
 * <p>{@code BenchmarkLoadTest} prints what a batch of this load retains; what {@code
 * gc.alloc.rate.norm} says beyond it is decoding's own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime) // its median is steady on a busy machine
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OtlpProtoDecoderBenchmark {
  private static final int BODIES = 20;

  private final byte[][] bodies = new byte[BODIES][];
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private int next;

  /** One request of each service, so that no branch is learnt by heart. */
  @Setup
  public void encode() {
    for (int service = 0; service < BODIES; service++) {
      bodies[service] = BenchmarkLoad.request(service, service);
    }
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

  /** Protobuf-java's objects, for comparison. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public ExportTraceServiceRequest protobufJava() throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(nextBody());
  }
}
