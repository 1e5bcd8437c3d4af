// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

/** Datagrams as Jaeger's own classes write them. */
public final class AgentMessages {
  private AgentMessages() {}

  /** How a message is written. */
  public enum Protocol {
    COMPACT,
    BINARY;

    private TProtocol on(TMemoryBuffer buffer) {
      return this == COMPACT ? new TCompactProtocol(buffer) : new TBinaryProtocol(buffer);
    }
  }

  /** A batch of one service with spans whose ids go up from {@code firstSpanId}. */
  public static Batch batch(String service, long traceId, long firstSpanId, int spans) {
    List<Span> list = new ArrayList<>();
    for (int i = 0; i < spans; i++) {
      Span span =
          new Span(traceId, 0, firstSpanId + i, 0, "op-" + i, 1, 1_795_176_000_000_000L + i, 100);
      span.addToTags(new Tag("http.method", TagType.STRING).setVStr("GET"));
      span.addToTags(new Tag("http.status_code", TagType.LONG).setVLong(200 + i));
      list.add(span);
    }
    return new Batch(new Process(service), list);
  }

  /** One datagram. */
  public static byte[] emit(Protocol protocol, Batch batch) {
    TMemoryBuffer buffer = buffer();
    try {
      new Agent.Client(protocol.on(buffer)).emitBatch(batch);
    } catch (TException e) {
      throw new AssertionError(e);
    }
    return content(buffer);
  }

  /** One datagram for the port of Zipkin, with one span. */
  public static byte[] emitZipkin(Protocol protocol) {
    TMemoryBuffer buffer = buffer();
    try {
      new Agent.Client(protocol.on(buffer))
          .emitZipkinBatch(
              List.of(new com.twitter.zipkin.thriftjava.Span(1, "get", 2, List.of(), List.of())));
    } catch (TException e) {
      throw new AssertionError(e);
    }
    return content(buffer);
  }

  private static TMemoryBuffer buffer() {
    try {
      return new TMemoryBuffer(TConfiguration.DEFAULT, 1 << 16);
    } catch (TException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] content(TMemoryBuffer buffer) {
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }
}
