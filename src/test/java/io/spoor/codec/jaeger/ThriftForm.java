// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Model;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransport;

/**
 * Batches of api_v2 as Thrift, by Apache's library: what clients send. Times are cut to
 * microseconds.
 */
public final class ThriftForm {
  /** A batch as one struct in the binary protocol, as it is posted over HTTP. */
  public static byte[] binary(Model.Batch batch) {
    return bytes(ThriftProtocol.BINARY, protocol -> writeBatch(protocol, batch, ClientReport.NONE));
  }

  /** A batch as an {@code emitBatch} message. */
  public static byte[] message(ThriftProtocol form, Model.Batch batch, ClientReport report) {
    return message(form, "emitBatch", TMessageType.ONEWAY, batch, report);
  }

  static byte[] message(
      ThriftProtocol form, String name, byte type, Model.Batch batch, ClientReport report) {
    return bytes(
        form,
        protocol -> {
          protocol.writeMessageBegin(new TMessage(name, type, 17));
          protocol.writeStructBegin(new TStruct());
          field(protocol, 1, TType.STRUCT);
          writeBatch(protocol, batch, report);
          end(protocol);
          protocol.writeMessageEnd();
        });
  }

  interface Writing {
    void to(TProtocol protocol) throws TException;
  }

  /** What is written, in one of the protocols. */
  static byte[] bytes(ThriftProtocol form, Writing writing) {
    try {
      TMemoryBuffer buffer = new TMemoryBuffer(1024);
      writing.to(protocol(form, buffer));
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new AssertionError(e);
    }
  }

  static TProtocol protocol(ThriftProtocol form, TTransport transport) {
    return form == ThriftProtocol.COMPACT
        ? new TCompactProtocol(transport)
        : new TBinaryProtocol(transport);
  }

  private static void field(TProtocol out, int id, byte type) throws TException {
    out.writeFieldBegin(new TField("", type, (short) id));
  }

  private static void end(TProtocol out) throws TException {
    out.writeFieldStop();
    out.writeStructEnd();
  }

  private static void i64(TProtocol out, int id, long value) throws TException {
    field(out, id, TType.I64);
    out.writeI64(value);
  }

  private static void i32(TProtocol out, int id, int value) throws TException {
    field(out, id, TType.I32);
    out.writeI32(value);
  }

  private static void string(TProtocol out, int id, ByteString value) throws TException {
    field(out, id, TType.STRING);
    out.writeBinary(ByteBuffer.wrap(value.toByteArray()));
  }

  static void writeBatch(TProtocol out, Model.Batch batch, ClientReport report) throws TException {
    out.writeStructBegin(new TStruct());
    field(out, 1, TType.STRUCT);
    out.writeStructBegin(new TStruct());
    string(out, 1, batch.getProcess().getServiceNameBytes());
    tags(out, 2, batch.getProcess().getTagsList());
    end(out);
    field(out, 2, TType.LIST);
    out.writeListBegin(new TList(TType.STRUCT, batch.getSpansCount()));
    for (Model.Span span : batch.getSpansList()) {
      writeSpan(out, span);
    }
    if (report.hasSeqNo()) {
      i64(out, 3, report.seqNo());
    }
    if (report.hasStats()) {
      field(out, 4, TType.STRUCT);
      out.writeStructBegin(new TStruct());
      i64(out, 1, report.fullQueueDroppedSpans());
      i64(out, 2, report.tooLargeDroppedSpans());
      i64(out, 3, report.failedToEmitSpans());
      end(out);
    }
    end(out);
  }

  private static void writeSpan(TProtocol out, Model.Span span) throws TException {
    out.writeStructBegin(new TStruct());
    i64(out, 1, low(span.getTraceId()));
    i64(out, 2, high(span.getTraceId()));
    i64(out, 3, low(span.getSpanId()));
    List<Model.SpanRef> references = new ArrayList<>(span.getReferencesList());
    i64(out, 4, takeParent(references, span.getTraceId()));
    string(out, 5, span.getOperationNameBytes());
    if (!references.isEmpty()) {
      field(out, 6, TType.LIST);
      out.writeListBegin(new TList(TType.STRUCT, references.size()));
      for (Model.SpanRef reference : references) {
        writeReference(out, reference);
      }
    }
    i32(out, 7, span.getFlags());
    i64(out, 8, micros(span.getStartTime()));
    i64(out, 9, span.getDuration().getSeconds() * 1_000_000 + span.getDuration().getNanos() / 1000);
    tags(out, 10, span.getTagsList());
    if (span.getLogsCount() > 0) {
      field(out, 11, TType.LIST);
      out.writeListBegin(new TList(TType.STRUCT, span.getLogsCount()));
      for (Model.Log log : span.getLogsList()) {
        out.writeStructBegin(new TStruct());
        i64(out, 1, micros(log.getTimestamp()));
        field(out, 2, TType.LIST);
        writeTags(out, log.getFieldsList());
        end(out);
      }
    }
    end(out);
  }

  /** A first reference to the parent goes into the field that clients have for it. */
  private static long takeParent(List<Model.SpanRef> references, ByteString traceId) {
    if (references.isEmpty()) {
      return 0;
    }
    Model.SpanRef first = references.get(0);
    boolean isParent =
        first.getRefType() == Model.SpanRefType.CHILD_OF
            && first.getTraceId().equals(traceId)
            && low(first.getSpanId()) != 0;
    return isParent ? low(references.remove(0).getSpanId()) : 0;
  }

  private static void writeReference(TProtocol out, Model.SpanRef reference) throws TException {
    out.writeStructBegin(new TStruct());
    i32(out, 1, reference.getRefTypeValue());
    i64(out, 2, low(reference.getTraceId()));
    i64(out, 3, high(reference.getTraceId()));
    i64(out, 4, low(reference.getSpanId()));
    end(out);
  }

  private static void tags(TProtocol out, int id, List<Model.KeyValue> tags) throws TException {
    if (!tags.isEmpty()) {
      field(out, id, TType.LIST);
      writeTags(out, tags);
    }
  }

  private static void writeTags(TProtocol out, List<Model.KeyValue> tags) throws TException {
    out.writeListBegin(new TList(TType.STRUCT, tags.size()));
    for (Model.KeyValue tag : tags) {
      writeTag(out, tag);
    }
  }

  private static void writeTag(TProtocol out, Model.KeyValue tag) throws TException {
    out.writeStructBegin(new TStruct());
    string(out, 1, tag.getKeyBytes());
    i32(out, 2, switched(tag.getVTypeValue()));
    switch (tag.getVType()) {
      case STRING -> string(out, 3, tag.getVStrBytes());
      case FLOAT64 -> {
        field(out, 4, TType.DOUBLE);
        out.writeDouble(tag.getVFloat64());
      }
      case BOOL -> {
        field(out, 5, TType.BOOL);
        out.writeBool(tag.getVBool());
      }
      case INT64 -> i64(out, 6, tag.getVInt64());
      case BINARY -> string(out, 7, tag.getVBinary());
      case UNRECOGNIZED -> {
        // no value
      }
    }
    end(out);
  }

  /**
   * Thrift has STRING, DOUBLE, BOOL, LONG, BINARY; protobuf STRING, BOOL, INT64, FLOAT64, BINARY.
   */
  private static int switched(int type) {
    return switch (type) {
      case 1 -> 2;
      case 2 -> 3;
      case 3 -> 1;
      default -> type;
    };
  }

  private static long micros(Timestamp time) {
    return time.getSeconds() * 1_000_000 + time.getNanos() / 1000;
  }

  private static long low(ByteString id) {
    return id.size() < 8 ? 0 : id.substring(id.size() - 8).asReadOnlyByteBuffer().getLong();
  }

  private static long high(ByteString id) {
    return id.size() == 16 ? id.asReadOnlyByteBuffer().getLong() : 0;
  }

  static ByteString id(long... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * parts.length);
    for (long part : parts) {
      bytes.putLong(part);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private ThriftForm() {}
}
