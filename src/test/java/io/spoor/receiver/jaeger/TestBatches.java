// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model.Batch;
import io.jaegertracing.api_v2.Model.Process;
import io.jaegertracing.api_v2.Model.Span;
import io.vertx.core.buffer.Buffer;

/** The same batch in Thrift's binary protocol and in protobuf: spans of one service. */
final class TestBatches {
  private static final byte STOP = 0;
  private static final byte I32 = 8;
  private static final byte I64 = 10;
  private static final byte STRING = 11;
  private static final byte STRUCT = 12;
  private static final byte LIST = 15;
  private static final long MICROS = 1_795_176_000_000_000L;

  private TestBatches() {}

  /** A batch in Thrift's binary protocol. */
  static byte[] thrift(String service, int spans) {
    Buffer out = Buffer.buffer();
    field(out, STRUCT, 1);
    text(out, 1, service);
    out.appendByte(STOP);
    field(out, LIST, 2).appendByte(STRUCT).appendInt(spans);
    for (int i = 0; i < spans; i++) {
      field(out, I64, 1).appendLong(0x0102030405060708L);
      field(out, I64, 2).appendLong(0x1112131415161718L);
      field(out, I64, 3).appendLong(i + 1);
      field(out, I64, 4).appendLong(0);
      text(out, 5, "operation-" + i);
      field(out, I32, 7).appendInt(1);
      field(out, I64, 8).appendLong(MICROS + i);
      field(out, I64, 9).appendLong(1_000);
      out.appendByte(STOP);
    }
    return out.appendByte(STOP).getBytes();
  }

  /** A request of {@code PostSpans}. */
  static byte[] proto(String service, int spans) {
    Batch.Builder batch =
        Batch.newBuilder().setProcess(Process.newBuilder().setServiceName(service));
    for (int i = 0; i < spans; i++) {
      batch.addSpans(
          Span.newBuilder()
              .setTraceId(bytes(0x1112131415161718L, 0x0102030405060708L))
              .setSpanId(bytes(i + 1))
              .setOperationName("operation-" + i)
              .setFlags(1)
              .setStartTime(Timestamps.fromMicros(MICROS + i))
              .setDuration(Durations.fromMicros(1_000)));
    }
    return PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
  }

  private static ByteString bytes(long... numbers) {
    Buffer out = Buffer.buffer();
    for (long number : numbers) {
      out.appendLong(number);
    }
    return ByteString.copyFrom(out.getBytes());
  }

  private static void text(Buffer out, int id, String value) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    field(out, STRING, id).appendInt(bytes.length).appendBytes(bytes);
  }

  private static Buffer field(Buffer out, byte type, int id) {
    return out.appendByte(type).appendShort((short) id);
  }
}
