// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;

/**
 * Decodes Zipkin v2 JSON, a list of spans, straight into columns.
 *
 * <p>As loose as clients need it: ids of fewer digits, numbers and truth values in strings, null
 * and missing fields, fields in any order, unknown ones ignored; of a field or tag that comes twice
 * the later counts. Spans without a valid id are left out. What becomes of each field is told in
 * docs/translation.md.
 *
 * <p>Nothing of the body is kept, so the batch does not pin it. Not thread-safe: one a thread,
 * which reuses its scratch memory, at most some 3 MiB between batches.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class ZipkinJsonV2Decoder implements BatchDecoder {
  private static final FieldNames SPAN =
      new FieldNames(
          "traceId",
          "parentId",
          "id",
          "kind",
          "name",
          "timestamp",
          "duration",
          "localEndpoint",
          "remoteEndpoint",
          "annotations",
          "tags",
          "debug",
          "shared");
  private static final FieldNames ANNOTATION = new FieldNames("timestamp", "value");

  private final JsonReader in = new JsonReader();
  private final JsonEndpoints endpoints = new JsonEndpoints(in);
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
    in.reset(body, 0, body.length);
    try {
      if (in.startArray()) {
        readSpans();
      }
      in.end();
      return sink.finish();
    } finally {
      in.release();
      sink.release();
    }
  }

  private void readSpans() {
    while (in.nextElement()) {
      if (in.startObject()) {
        draft.clear();
        readSpan();
        sink.endSpan();
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
          draft.kind(in.array(), in.offset(), in.length());
        }
        case 4 -> {
          in.text();
          draft.name = sink.builder().strings().text(in.array(), in.offset(), in.length());
        }
        case 5 -> draft.timestampMicros = in.integer();
        case 6 -> draft.durationMicros = in.integer();
        case 7 -> endpoints.read(draft.local, sink.builder().strings());
        case 8 -> endpoints.read(draft.remote, sink.builder().strings());
        case 9 -> readAnnotations();
        case 10 -> readTags();
        case 11 -> draft.debug = in.bool();
        case 12 -> draft.shared = in.bool();
        default -> in.skip();
      }
    }
  }

  private void readTags() {
    if (!in.startObject()) {
      return;
    }
    while (in.nextField()) {
      int key = draft.key(in.array(), in.offset(), in.length());
      in.anyText();
      draft.textTag(key, in.array(), in.offset(), in.length());
      sink.reached(in.position());
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
    int eventName = 0;
    while (in.nextField()) {
      switch (ANNOTATION.find(in)) {
        case 0 -> timeMicros = in.integer();
        case 1 -> {
          in.text();
          eventName = draft.eventName(in.array(), in.offset(), in.length());
        }
        default -> in.skip();
      }
    }
    draft.endEvent(timeMicros, eventName);
  }
}
