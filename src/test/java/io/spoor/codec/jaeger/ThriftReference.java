// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Model;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * Reads batches of Thrift by Apache's library, as generated code would: the reference that the
 * decoders are compared with.
 */
final class ThriftReference {
  private static final int MAX_BYTES = 64 << 20;

  /** Reads a batch as generated code would, one struct or the argument of a message. */
  static Model.Batch read(ThriftProtocol form, byte[] bytes, boolean isMessage) throws TException {
    TConfiguration limits =
        TConfiguration.custom().setMaxMessageSize(MAX_BYTES).setMaxFrameSize(MAX_BYTES).build();
    TProtocol in;
    try {
      in = ThriftForm.protocol(form, new TMemoryInputTransport(limits, bytes));
    } catch (TTransportException e) {
      throw new AssertionError(e);
    }
    Model.Batch[] batch = new Model.Batch[1];
    if (isMessage) {
      TMessage message = in.readMessageBegin();
      boolean known = message.type == TMessageType.ONEWAY || message.type == TMessageType.CALL;
      require(known && message.name.equals("emitBatch"), "message");
      struct(in, (id, type) -> set(id == 1 && type == TType.STRUCT, () -> batch[0] = batch(in)));
    } else {
      batch[0] = batch(in);
    }
    require(batch[0] != null, "batch");
    return batch[0];
  }

  private interface Part {
    void read() throws TException;
  }

  private interface Fields {
    /** Returns whether the field was read, and is not to be skipped. */
    boolean read(int id, byte type) throws TException;
  }

  private static boolean set(boolean wanted, Part part) throws TException {
    if (wanted) {
      part.read();
    }
    return wanted;
  }

  /** Reads a struct; returns the bits of the fields that were read. */
  private static int struct(TProtocol in, Fields fields) throws TException {
    int seen = 0;
    in.readStructBegin();
    for (TField field = in.readFieldBegin();
        field.type != TType.STOP;
        field = in.readFieldBegin()) {
      if (fields.read(field.id, field.type)) {
        seen |= 1 << field.id;
      } else {
        TProtocolUtil.skip(in, field.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
    return seen;
  }

  private static void list(TProtocol in, Part element) throws TException {
    TList list = in.readListBegin();
    require(list.size == 0 || list.elemType == TType.STRUCT, "list");
    for (int i = 0; i < list.size; i++) {
      element.read();
    }
    in.readListEnd();
  }

  private static void require(boolean condition, String what) throws TException {
    if (!condition) {
      throw new TException("wrong " + what);
    }
  }

  private static void requireFields(int seen, int... fields) throws TException {
    for (int field : fields) {
      require((seen & 1 << field) != 0, "fields");
    }
  }

  private static ByteString string(TProtocol in) throws TException {
    return ByteString.copyFrom(in.readBinary());
  }

  private static Model.Batch batch(TProtocol in) throws TException {
    Model.Batch.Builder batch = Model.Batch.newBuilder();
    boolean[] hasSpans = new boolean[1];
    int seen =
        struct(
            in,
            (id, type) -> {
              if (id == 1 && type == TType.STRUCT) {
                require(!batch.hasProcess(), "process");
                batch.setProcess(process(in));
              } else if (id == 2 && type == TType.LIST) {
                require(!hasSpans[0], "spans");
                hasSpans[0] = true;
                list(in, () -> batch.addSpans(span(in)));
              } else if (id == 3 && type == TType.I64) {
                in.readI64();
              } else if (id == 4 && type == TType.STRUCT) {
                stats(in);
              } else {
                return false;
              }
              return true;
            });
    requireFields(seen, 1, 2);
    return batch.build();
  }

  private static void stats(TProtocol in) throws TException {
    int seen = struct(in, (id, type) -> set(id >= 1 && id <= 3 && type == TType.I64, in::readI64));
    requireFields(seen, 1, 2, 3);
  }

  private static Model.Process process(TProtocol in) throws TException {
    Model.Process.Builder process = Model.Process.newBuilder();
    int seen =
        struct(
            in,
            (id, type) ->
                set(id == 1 && type == TType.STRING, () -> process.setServiceNameBytes(string(in)))
                    || set(
                        id == 2 && type == TType.LIST,
                        () -> list(in, () -> process.addTags(tag(in)))));
    requireFields(seen, 1);
    return process.build();
  }

  private static Model.Span span(TProtocol in) throws TException {
    Model.Span.Builder span = Model.Span.newBuilder();
    long[] ids = new long[5];
    int seen =
        struct(
            in,
            (id, type) -> {
              if (id >= 1 && id <= 4 && type == TType.I64) {
                ids[id] = in.readI64();
                return true;
              }
              return spanField(in, span, id, type);
            });
    requireFields(seen, 1, 2, 3, 4, 5, 7, 8, 9);
    ByteString traceId = ThriftForm.id(ids[2], ids[1]);
    span.setTraceId(traceId).setSpanId(ThriftForm.id(ids[3]));
    if (ids[4] != 0) {
      Model.SpanRef parent =
          Model.SpanRef.newBuilder().setTraceId(traceId).setSpanId(ThriftForm.id(ids[4])).build();
      span.addReferences(0, parent);
    }
    return span.build();
  }

  private static boolean spanField(TProtocol in, Model.Span.Builder span, int id, byte type)
      throws TException {
    switch (id << 8 | type) {
      case 5 << 8 | TType.STRING -> span.setOperationNameBytes(string(in));
      case 6 << 8 | TType.LIST -> list(in, () -> span.addReferences(reference(in)));
      case 7 << 8 | TType.I32 -> span.setFlags(in.readI32());
      case 8 << 8 | TType.I64 -> span.setStartTime(time(in.readI64()));
      case 9 << 8 | TType.I64 -> span.setDuration(duration(in.readI64()));
      case 10 << 8 | TType.LIST -> list(in, () -> span.addTags(tag(in)));
      case 11 << 8 | TType.LIST -> list(in, () -> span.addLogs(log(in)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Duration duration(long micros) {
    return Duration.newBuilder()
        .setSeconds(micros / 1_000_000)
        .setNanos((int) (micros % 1_000_000) * 1000)
        .build();
  }

  private static Timestamp time(long micros) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(micros, 1_000_000))
        .setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000)
        .build();
  }

  private static Model.SpanRef reference(TProtocol in) throws TException {
    Model.SpanRef.Builder reference = Model.SpanRef.newBuilder();
    long[] ids = new long[5];
    int seen =
        struct(
            in,
            (id, type) ->
                set(id == 1 && type == TType.I32, () -> reference.setRefTypeValue(in.readI32()))
                    || set(id >= 2 && id <= 4 && type == TType.I64, () -> ids[id] = in.readI64()));
    requireFields(seen, 1, 2, 3, 4);
    return reference
        .setTraceId(ThriftForm.id(ids[3], ids[2]))
        .setSpanId(ThriftForm.id(ids[4]))
        .build();
  }

  private static Model.Log log(TProtocol in) throws TException {
    Model.Log.Builder log = Model.Log.newBuilder();
    int seen =
        struct(
            in,
            (id, type) ->
                set(id == 1 && type == TType.I64, () -> log.setTimestamp(time(in.readI64())))
                    || set(
                        id == 2 && type == TType.LIST,
                        () -> list(in, () -> log.addFields(tag(in)))));
    requireFields(seen, 1, 2);
    return log.build();
  }

  private static Model.KeyValue tag(TProtocol in) throws TException {
    Model.KeyValue.Builder tag = Model.KeyValue.newBuilder();
    int seen =
        struct(
            in,
            (id, type) -> {
              switch (id << 8 | type) {
                case 1 << 8 | TType.STRING -> tag.setKeyBytes(string(in));
                case 2 << 8 | TType.I32 -> tag.setVTypeValue(switchedBack(in.readI32()));
                case 3 << 8 | TType.STRING -> tag.setVStrBytes(string(in));
                case 4 << 8 | TType.DOUBLE -> tag.setVFloat64(in.readDouble());
                case 5 << 8 | TType.BOOL -> tag.setVBool(in.readBool());
                case 6 << 8 | TType.I64 -> tag.setVInt64(in.readI64());
                case 7 << 8 | TType.STRING -> tag.setVBinary(string(in));
                default -> {
                  return false;
                }
              }
              return true;
            });
    requireFields(seen, 1, 2);
    return tag.build();
  }

  private static int switchedBack(int type) {
    return switch (type) {
      case 2 -> 1;
      case 3 -> 2;
      case 1 -> 3;
      default -> type;
    };
  }

  private ThriftReference() {}
}
