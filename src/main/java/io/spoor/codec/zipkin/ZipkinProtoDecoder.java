// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.wire.ProtoReader;

/**
 * Decodes {@code zipkin.proto3.ListOfSpans} straight into columns.
 *
 * <p>Accepts what protobuf-java accepts, except that text need not be UTF-8, and that spans with
 * invalid ids are left out: a trace id must have 8 or 16 bytes and a span id 8, not all zero; a
 * parent id 8, or none. What becomes of each field is told in docs/translation.md.
 *
 * <p>Nothing of the body is kept, so the batch does not pin it. Not thread-safe: one a thread,
 * which reuses its scratch memory, at most some 3 MiB between batches.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class ZipkinProtoDecoder implements BatchDecoder {
  private static final int SPAN_DEPTH = 1;
  private static final int PART_DEPTH = 2;
  private static final int ID_BYTES = 8;
  private static final String BAD_TRACE_ID = "trace_id must have 8 or 16 bytes";
  private static final String BAD_SPAN_ID = "id must have 8 bytes";
  private static final String BAD_PARENT_ID = "parent_id must have 8 bytes, or none";
  private static final byte[] NO_BYTES = {};

  /** By the number of Zipkin's enum: OTLP's. */
  private static final int[] KINDS = {SpanDraft.NO_KIND, 3, 2, 4, 5};

  private final ProtoReader in = new ProtoReader();
  private final AddressText addresses = new AddressText();
  private final SpanSink sink = new SpanSink();
  private final SpanDraft draft = sink.draft();

  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    return decode(body, 0, allowance);
  }

  /**
   * Decodes a body.
   *
   * @param body may be used again afterwards
   * @param hints of {@link ZipkinHints}
   * @throws MalformedException when the body is not such a list
   * @throws TooLargeException when the allowance is refused
   */
  @Override
  public DecodedBatch decode(byte[] body, int hints, Allowance allowance) {
    sink.start(body, hints, allowance);
    in.reset(body);
    try {
      while (in.hasMore()) {
        int tag = in.tag();
        if (tag == 0x0a) {
          readSpan();
        } else {
          in.skip(tag, 0);
        }
        sink.reached(in.position());
      }
      return sink.finish();
    } finally {
      in.reset(NO_BYTES);
      sink.release();
    }
  }

  private void readSpan() {
    int outer = in.enter(SPAN_DEPTH);
    draft.clear();
    while (in.hasMore()) {
      readField(in.tag());
    }
    sink.endSpan();
    in.leave(outer);
  }

  private void readField(int tag) {
    switch (tag) {
      case 0x0a -> readTraceId();
      case 0x12 -> readParentId();
      case 0x1a -> readSpanId();
      case 0x20 -> readKind();
      case 0x2a -> draft.name = text();
      case 0x31 -> draft.timestampMicros = unsigned(in.fixed64());
      case 0x38 -> draft.durationMicros = unsigned(in.varint());
      case 0x42 -> readEndpoint(draft.local);
      case 0x4a -> readEndpoint(draft.remote);
      case 0x52 -> readAnnotation();
      case 0x5a -> readTag();
      case 0x60 -> draft.debug = in.varint() != 0;
      case 0x68 -> draft.shared = in.varint() != 0;
      default -> in.skip(tag, SPAN_DEPTH);
    }
  }

  private int text() {
    int length = in.length();
    return sink.builder().strings().text(in.bytes(), in.advance(length), length);
  }

  /** A number beyond the signed range is as large as can be. */
  private static long unsigned(long number) {
    return number < 0 ? Long.MAX_VALUE : number;
  }

  private void readTraceId() {
    int length = in.length();
    int at = in.advance(length);
    if (length == 2 * ID_BYTES) {
      draft.traceIdHigh = in.idAt(at);
      draft.traceIdLow = in.idAt(at + ID_BYTES);
    } else if (length == ID_BYTES) {
      draft.traceIdHigh = 0;
      draft.traceIdLow = in.idAt(at);
    } else {
      draft.invalid(BAD_TRACE_ID);
    }
  }

  private void readSpanId() {
    int length = in.length();
    int at = in.advance(length);
    if (length == ID_BYTES) {
      draft.spanId = in.idAt(at);
    } else {
      draft.invalid(BAD_SPAN_ID);
    }
  }

  private void readParentId() {
    int length = in.length();
    int at = in.advance(length);
    draft.hasParent = length > 0;
    draft.parentSpanId = length == ID_BYTES ? in.idAt(at) : 0;
    if (length != ID_BYTES && length != 0) {
      draft.invalid(BAD_PARENT_ID);
    }
  }

  private void readKind() {
    long number = in.varint();
    draft.kind = number >= 0 && number < KINDS.length ? KINDS[(int) number] : SpanDraft.NO_KIND;
  }

  private void readEndpoint(EndpointDraft endpoint) {
    int outer = in.enter(PART_DEPTH);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> endpoint.serviceName = text();
        case 0x12 -> {
          int length = in.length();
          int at = in.advance(length);
          endpoint.ipv4 = addresses.ipv4(in.bytes(), at, length, sink.builder().strings());
        }
        case 0x1a -> {
          int length = in.length();
          int at = in.advance(length);
          endpoint.ipv6 = addresses.ipv6(in.bytes(), at, length, sink.builder().strings());
        }
        case 0x20 -> endpoint.port(in.varint());
        default -> in.skip(tag, PART_DEPTH);
      }
    }
    in.leave(outer);
  }

  private void readAnnotation() {
    int outer = in.enter(PART_DEPTH);
    long timeMicros = 0;
    int start = 0;
    int length = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x09 -> timeMicros = unsigned(in.fixed64());
        case 0x12 -> {
          length = in.length();
          start = in.advance(length);
        }
        default -> in.skip(tag, PART_DEPTH);
      }
    }
    in.leave(outer);
    draft.event(timeMicros, in.bytes(), start, length);
    sink.reached(in.position());
  }

  /** An entry of the map, whose value may come before its key. */
  private void readTag() {
    int outer = in.enter(PART_DEPTH);
    int keyStart = 0;
    int keyLength = 0;
    int start = 0;
    int length = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> {
          keyLength = in.length();
          keyStart = in.advance(keyLength);
        }
        case 0x12 -> {
          length = in.length();
          start = in.advance(length);
        }
        default -> in.skip(tag, PART_DEPTH);
      }
    }
    in.leave(outer);
    int key = draft.key(in.bytes(), keyStart, keyLength);
    draft.textTag(key, in.bytes(), start, length);
    sink.reached(in.position());
  }
}
