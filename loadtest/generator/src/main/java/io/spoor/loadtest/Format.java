// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.nio.ByteBuffer;

/** How a request is written, and how its ids and times are patched. Memory is little-endian. */
enum Format {
  OTLP {
    @Override
    Encoded encode(int service, int spans, int padding) {
      return OtlpRequest.encode(service, spans, padding);
    }

    @Override
    void putTime(ByteBuffer memory, int position, long unixNano) {
      memory.putLong(position, unixNano);
    }

    @Override
    void putEnd(ByteBuffer memory, int position, long startNano, long durationNano) {
      putTime(memory, position, startNano + durationNano);
    }
  },

  JAEGER_PROTO {
    @Override
    Encoded encode(int service, int spans, int padding) {
      return JaegerProtoRequest.encode(service, spans, padding);
    }

    @Override
    void putTime(ByteBuffer memory, int position, long unixNano) {
      PaddedVarint.put(memory, position, PaddedVarint.SHORT, unixNano / 1_000_000_000);
      int nanos = position + PaddedVarint.SHORT + 1; // behind a tag
      PaddedVarint.put(memory, nanos, PaddedVarint.SHORT, unixNano % 1_000_000_000);
    }

    @Override
    void putEnd(ByteBuffer memory, int position, long startNano, long durationNano) {
      putTime(memory, position, durationNano);
    }
  },

  THRIFT_BINARY {
    private static final int FIELD_HEAD = 3;

    @Override
    Encoded encode(int service, int spans, int padding) {
      return ThriftRequest.binary(service, spans, padding);
    }

    @Override
    void putTraceId(ByteBuffer memory, int position, long high, long low) {
      putId(memory, position, low);
      putId(memory, position + Long.BYTES + FIELD_HEAD, high);
    }

    @Override
    void putTime(ByteBuffer memory, int position, long unixNano) {
      putId(memory, position, unixNano / 1000);
    }

    @Override
    void putEnd(ByteBuffer memory, int position, long startNano, long durationNano) {
      putTime(memory, position, durationNano);
    }
  },

  THRIFT_COMPACT {
    private static final int FIELD_HEAD = 1;

    @Override
    Encoded encode(int service, int spans, int padding) {
      return ThriftRequest.compact(service, spans, padding);
    }

    @Override
    void putTraceId(ByteBuffer memory, int position, long high, long low) {
      putId(memory, position, low);
      putId(memory, position + PaddedVarint.LONG + FIELD_HEAD, high);
    }

    @Override
    void putId(ByteBuffer memory, int position, long id) {
      PaddedVarint.putZigzag(memory, position, id);
    }

    @Override
    void putTime(ByteBuffer memory, int position, long unixNano) {
      putId(memory, position, unixNano / 1000);
    }

    @Override
    void putEnd(ByteBuffer memory, int position, long startNano, long durationNano) {
      putTime(memory, position, durationNano);
    }
  },

  ZIPKIN_JSON {
    @Override
    Encoded encode(int service, int spans, int padding) {
      return ZipkinRequest.encode(service, spans, padding);
    }

    @Override
    void putTraceId(ByteBuffer memory, int position, long high, long low) {
      putId(memory, position, high);
      putId(memory, position + ZipkinRequest.ID_DIGITS, low);
    }

    @Override
    void putId(ByteBuffer memory, int position, long id) {
      ZipkinRequest.putHex(memory, position, id);
    }

    @Override
    void putTime(ByteBuffer memory, int position, long unixNano) {
      ZipkinRequest.putNumber(memory, position, ZipkinRequest.TIME_DIGITS, unixNano / 1000);
    }

    @Override
    void putEnd(ByteBuffer memory, int position, long startNano, long durationNano) {
      int digits = ZipkinRequest.DURATION_DIGITS;
      ZipkinRequest.putNumber(memory, position, digits, durationNano / 1000);
    }
  };

  /** A request of one service; an attribute of each span has so many bytes of padding. */
  abstract Encoded encode(int service, int spans, int padding);

  void putTraceId(ByteBuffer memory, int position, long high, long low) {
    putId(memory, position, high);
    putId(memory, position + Long.BYTES, low);
  }

  void putId(ByteBuffer memory, int position, long id) {
    memory.putLong(position, Long.reverseBytes(id));
  }

  abstract void putTime(ByteBuffer memory, int position, long unixNano);

  /** Puts the end, or the duration where the format has that instead. */
  abstract void putEnd(ByteBuffer memory, int position, long startNano, long durationNano);
}
