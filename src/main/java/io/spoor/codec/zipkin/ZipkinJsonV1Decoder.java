// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;

/**
 * Decodes Zipkin v1 JSON, a list of spans, straight into columns. As loose as {@link
 * ZipkinJsonV2Decoder}; what becomes of each field is told in docs/translation.md.
 *
 * <p>Nothing of the body is kept, so the batch does not pin it. Not thread-safe: one a thread,
 * which reuses its scratch memory, at most some 3 MiB between batches.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class ZipkinJsonV1Decoder implements BatchDecoder {
  private static final FieldNames SPAN =
      new FieldNames(
          "traceId",
          "parentId",
          "id",
          "name",
          "timestamp",
          "duration",
          "annotations",
          "binaryAnnotations",
          "debug");
  private static final FieldNames ANNOTATION = new FieldNames("timestamp", "value", "endpoint");

  private final JsonReader in = new JsonReader();
  private final JsonEndpoints endpoints = new JsonEndpoints(in);
  private final SpanSink sink = new SpanSink();
  private final SpanDraft draft = sink.draft();
  private final V1Draft span = new V1Draft(sink);
  private final JsonBinaryAnnotations binaryAnnotations =
      new JsonBinaryAnnotations(in, endpoints, sink, span);
  private final EndpointDraft host = new EndpointDraft(); // of the annotation under way
  private final TextCopy value = new TextCopy();

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
    in.reset(body, 0, body.length);
    try {
      if (in.startArray()) {
        readSpans();
      }
      in.end();
      return sink.finish();
    } finally {
      in.release();
      value.release();
      binaryAnnotations.release();
      sink.release();
    }
  }

  private void readSpans() {
    while (in.nextElement()) {
      if (in.startObject()) {
        span.clear();
        readSpan();
        span.end();
      }
      sink.reached(in.position());
    }
  }

  private void readSpan() {
    while (in.nextField()) {
      switch (SPAN.find(in)) {
        case 0 -> {
          in.text();
          draft.traceId(in.array(), in.offset(), in.length());
        }
        case 1 -> {
          in.text();
          draft.parentId(in.array(), in.offset(), in.length());
        }
        case 2 -> {
          in.text();
          draft.spanId(in.array(), in.offset(), in.length());
        }
        case 3 -> {
          in.text();
          draft.name = sink.builder().strings().text(in.array(), in.offset(), in.length());
        }
        case 4 -> draft.timestampMicros = in.integer();
        case 5 -> draft.durationMicros = in.integer();
        case 6 -> readAnnotations();
        case 7 -> binaryAnnotations.read();
        case 8 -> draft.debug = in.bool();
        default -> in.skip();
      }
    }
  }

  private void readAnnotations() {
    if (!in.startArray()) {
      return;
    }
    while (in.nextElement()) {
      if (in.startObject()) {
        readAnnotation();
      }
      sink.reached(in.position());
    }
  }

  private void readAnnotation() {
    long timeMicros = 0;
    host.clear();
    value.clear();
    while (in.nextField()) {
      switch (ANNOTATION.find(in)) {
        case 0 -> timeMicros = in.integer();
        case 1 -> {
          in.text();
          value.set(in.array(), in.offset(), in.length());
        }
        case 2 -> endpoints.read(host, sink.builder().strings());
        default -> in.skip();
      }
    }
    span.annotation(timeMicros, value.array(), 0, value.length(), host);
  }
}
