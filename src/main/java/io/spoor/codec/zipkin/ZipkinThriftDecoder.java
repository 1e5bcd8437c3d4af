// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.wire.ThriftBinaryReader;
import io.spoor.codec.wire.ThriftCompactReader;
import io.spoor.codec.wire.ThriftReader;

/**
 * Decodes Zipkin v1 Thrift straight into columns: the list of spans that clients post, or the
 * message of an agent.
 *
 * <p>Accepts what Thrift's own libraries accept: fields in any order; unknown fields, and known
 * ones of another type, are skipped; bytes after the list are ignored. Text need not be UTF-8.
 * Spans whose trace id or span id is zero are left out. What becomes of each field is told in
 * docs/translation.md.
 *
 * <p>Nothing of the body is kept, so the batch does not pin it. Not thread-safe: one a thread,
 * which reuses its scratch memory, at most some 3 MiB between batches.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class ZipkinThriftDecoder implements BatchDecoder {
  private static final String AGENT_MESSAGE = "emitZipkinBatch";
  private static final byte[] NO_BYTES = {};

  private final ThriftReader in;
  private final boolean message;
  private final SpanSink sink = new SpanSink();
  private final ThriftSpans spans;

  private ZipkinThriftDecoder(ThriftReader in, boolean message) {
    this.in = in;
    this.message = message;
    this.spans = new ThriftSpans(in, sink);
  }

  /** Of bodies that are a {@code list<Span>} in the binary protocol. */
  public static ZipkinThriftDecoder ofList() {
    return new ZipkinThriftDecoder(new ThriftBinaryReader(), false);
  }

  /** Of datagrams that are an {@code emitZipkinBatch} message in the compact protocol. */
  public static ZipkinThriftDecoder ofCompactMessage() {
    return new ZipkinThriftDecoder(new ThriftCompactReader(), true);
  }

  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    return decode(body, 0, allowance);
  }

  /**
   * Decodes a body.
   *
   * @param body may be used again afterwards
   * @param hints of {@link ZipkinHints}
   * @throws MalformedException when the body is not such a list or message
   * @throws TooLargeException when the allowance is refused
   */
  @Override
  public DecodedBatch decode(byte[] body, int hints, Allowance allowance) {
    sink.start(body, hints, allowance);
    in.reset(body);
    try {
      if (message) {
        readMessage();
      } else if (body.length > 0) { // Zipkin writes no spans as nothing at all
        spans.readList(0);
      }
      return sink.finish();
    } finally {
      in.reset(NO_BYTES);
      sink.release();
    }
  }

  private void readMessage() {
    in.message();
    if (!in.isMessageName(AGENT_MESSAGE)) {
      throw in.malformed("no " + AGENT_MESSAGE);
    }
    int outer = in.enterStruct(0);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      if (in.fieldId() == 1 && type == ThriftReader.LIST) {
        spans.readList(1);
      } else {
        in.skip(type, 0);
      }
    }
    in.leaveStruct(outer);
  }
}
