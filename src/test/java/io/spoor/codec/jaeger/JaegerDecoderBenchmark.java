// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and bytes a span to decode the load of docs/performance.md, as clients of Jaeger send it,
 * into columns: 512 spans a request, 20 a datagram.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=JaegerDecoderBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime) // its median is steady on a busy machine
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JaegerDecoderBenchmark {
  private static final int BODIES = 20;
  private static final int SPANS_PER_DATAGRAM = 20;

  private final byte[][] thrift = new byte[BODIES][];
  private final byte[][] proto = new byte[BODIES][];
  private final byte[][] datagrams = new byte[BODIES][];
  private final BatchDecoder thriftDecoder = new ThriftBatchDecoder();
  private final BatchDecoder protoDecoder = new JaegerProtoDecoder();
  private final BatchDecoder compactDecoder = new AgentMessageDecoder(ThriftProtocol.COMPACT);
  private int next;

  /** One request of each service, so that no branch is learnt by heart. */
  @Setup
  public void encode() {
    for (int service = 0; service < BODIES; service++) {
      thrift[service] = JaegerLoad.thrift(service, service);
      proto[service] = JaegerLoad.proto(service, service);
      List<byte[]> parts =
          JaegerLoad.datagrams(ThriftProtocol.COMPACT, service, service, SPANS_PER_DATAGRAM);
      datagrams[service] = parts.get(0);
    }
  }

  private int next() {
    next = (next + 1) % BODIES;
    return next;
  }

  /** A body of the HTTP port. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public DecodedBatch thrift() {
    return thriftDecoder.decode(thrift[next()], Allowance.UNLIMITED);
  }

  /** A request of the gRPC port. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public DecodedBatch proto() {
    return protoDecoder.decode(proto[next()], Allowance.UNLIMITED);
  }

  /** A datagram of the compact protocol. */
  @Benchmark
  @OperationsPerInvocation(SPANS_PER_DATAGRAM)
  public DecodedBatch datagram() {
    return compactDecoder.decode(datagrams[next()], Allowance.UNLIMITED);
  }
}
