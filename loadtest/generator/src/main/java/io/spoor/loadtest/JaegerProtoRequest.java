// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** A {@code PostSpansRequest} of Jaeger: kind, status and scope are tags. */
final class JaegerProtoRequest {
  private static final int BOOL = 1;
  private static final int INT = 2;

  private JaegerProtoRequest() {}

  static ProtoWriter encode(int service, int spans, int padding) {
    ProtoWriter batch = new ProtoWriter();
    for (int position = 0; position < spans; position++) {
      batch.message(1, span(service, position, padding));
    }
    ProtoWriter process = new ProtoWriter().text(1, Workload.serviceName(service));
    SpanContent.resource(service, new Tags(process, 2));
    return new ProtoWriter().message(1, batch.message(2, process));
  }

  private static ProtoWriter span(int service, int position, int padding) {
    ProtoWriter span =
        new ProtoWriter()
            .patchedBytes(1, 16, Patch.TRACE_ID)
            .patchedBytes(2, 8, Patch.SPAN_ID)
            .text(3, Workload.operationName(service, position));
    if (service > 0) {
      span.message(
          4,
          new ProtoWriter()
              .patchedBytes(1, 16, Patch.PARENT_TRACE_ID)
              .patchedBytes(2, 8, Patch.PARENT_SPAN_ID));
    }
    span.varint(5, 1).patchedTime(6, Patch.START_TIME).patchedTime(7, Patch.END_TIME);
    Tags tags = new Tags(span, 8);
    tags.text("otel.scope.name", SpanContent.SCOPE_NAME);
    tags.text("otel.scope.version", SpanContent.SCOPE_VERSION);
    SpanContent.span(service, position, padding, tags);
    tags.text("span.kind", "server");
    if (SpanContent.isError(position)) {
      tags.text("otel.status_code", "ERROR");
      span.message(8, new ProtoWriter().text(1, "error").varint(2, BOOL).varint(4, 1));
    }
    if (SpanContent.hasEvent(position)) {
      ProtoWriter log = new ProtoWriter().patchedTime(1, Patch.EVENT_TIME);
      Tags fields = new Tags(log, 2);
      fields.text("event", SpanContent.EVENT_NAME);
      SpanContent.event(fields);
      span.message(9, log);
    }
    return span;
  }

  /** Writes tags as a field of their owner. */
  private record Tags(ProtoWriter owner, int field) implements Attributes {
    @Override
    public void text(String key, String value) {
      owner.message(field, new ProtoWriter().text(1, key).text(3, value));
    }

    @Override
    public void number(String key, long value) {
      owner.message(field, new ProtoWriter().text(1, key).varint(2, INT).varint(5, value));
    }

    @Override
    public void unique(String key, String prefix, int digits, Patch patch) {
      owner.message(field, new ProtoWriter().text(1, key).patchedText(3, prefix, digits, patch));
    }
  }
}
