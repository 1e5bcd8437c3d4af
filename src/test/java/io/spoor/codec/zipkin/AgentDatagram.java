// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.Arrays;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;

/** A list of spans as the {@code emitZipkinBatch} message that an agent takes, by Thrift's own. */
final class AgentDatagram {
  private static final TStruct STRUCT = new TStruct("");

  private final TProtocol in;
  private final TProtocol out;

  private AgentDatagram(TProtocol in, TProtocol out) {
    this.in = in;
    this.out = out;
  }

  /** Turns a list in the binary protocol into the message in the compact one. */
  static byte[] of(byte[] list) {
    try {
      TMemoryBuffer buffer = new TMemoryBuffer(list.length);
      TProtocol out = new TCompactProtocol(buffer);
      TProtocol in = new TBinaryProtocol(new TMemoryInputTransport(TConfiguration.DEFAULT, list));
      out.writeMessageBegin(new TMessage("emitZipkinBatch", TMessageType.ONEWAY, 7));
      out.writeStructBegin(STRUCT);
      out.writeFieldBegin(new TField("spans", TType.LIST, (short) 1));
      new AgentDatagram(in, out).copy(TType.LIST);
      out.writeFieldStop();
      out.writeStructEnd();
      out.writeMessageEnd();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new AssertionError(e);
    }
  }

  private void copy(byte type) throws TException {
    switch (type) {
      case TType.BOOL -> out.writeBool(in.readBool());
      case TType.BYTE -> out.writeByte(in.readByte());
      case TType.I16 -> out.writeI16(in.readI16());
      case TType.I32 -> out.writeI32(in.readI32());
      case TType.I64 -> out.writeI64(in.readI64());
      case TType.STRING -> out.writeBinary(in.readBinary());
      case TType.STRUCT -> copyStruct();
      case TType.LIST -> copyList();
      case TType.MAP -> copyMap();
      default -> throw new AssertionError("type " + type);
    }
  }

  private void copyStruct() throws TException {
    in.readStructBegin();
    out.writeStructBegin(STRUCT);
    for (TField field = in.readFieldBegin();
        field.type != TType.STOP;
        field = in.readFieldBegin()) {
      out.writeFieldBegin(field);
      copy(field.type);
      out.writeFieldEnd();
    }
    out.writeFieldStop();
    out.writeStructEnd();
  }

  private void copyList() throws TException {
    TList list = in.readListBegin();
    out.writeListBegin(list);
    for (int i = 0; i < list.size; i++) {
      copy(list.elemType);
    }
  }

  private void copyMap() throws TException {
    TMap map = in.readMapBegin();
    out.writeMapBegin(map);
    for (int i = 0; i < map.size; i++) {
      copy(map.keyType);
      copy(map.valueType);
    }
  }
}
