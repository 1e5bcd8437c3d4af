// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** An {@code ExportTraceServiceRequest}. */
final class OtlpRequest {
  private OtlpRequest() {}

  static ProtoWriter encode(int service, int spans, int padding) {
    ProtoWriter scopeSpans =
        new ProtoWriter()
            .message(
                1,
                new ProtoWriter()
                    .text(1, SpanContent.SCOPE_NAME)
                    .text(2, SpanContent.SCOPE_VERSION));
    for (int position = 0; position < spans; position++) {
      scopeSpans.message(2, span(service, position, padding));
    }
    ProtoWriter resourceSpans =
        new ProtoWriter().message(1, resource(service)).message(2, scopeSpans);
    return new ProtoWriter().message(1, resourceSpans);
  }

  private static ProtoWriter resource(int service) {
    Fields fields = new Fields(new ProtoWriter(), 1);
    fields.text("service.name", Workload.serviceName(service));
    SpanContent.resource(service, fields);
    return fields.owner;
  }

  private static ProtoWriter span(int service, int position, int padding) {
    ProtoWriter span =
        new ProtoWriter().patchedBytes(1, 16, Patch.TRACE_ID).patchedBytes(2, 8, Patch.SPAN_ID);
    if (service > 0) {
      span.patchedBytes(4, 8, Patch.PARENT_SPAN_ID);
    }
    span.text(5, Workload.operationName(service, position))
        .varint(6, 2) // server
        .patchedFixed64(7, Patch.START_TIME)
        .patchedFixed64(8, Patch.END_TIME);
    SpanContent.span(service, position, padding, new Fields(span, 9));
    if (SpanContent.hasEvent(position)) {
      ProtoWriter event =
          new ProtoWriter().patchedFixed64(1, Patch.EVENT_TIME).text(2, SpanContent.EVENT_NAME);
      SpanContent.event(new Fields(event, 3));
      span.message(11, event);
    }
    return SpanContent.isError(position) ? span.message(15, new ProtoWriter().varint(3, 2)) : span;
  }

  /** Writes attributes as a field of their owner. */
  private record Fields(ProtoWriter owner, int field) implements Attributes {
    @Override
    public void text(String key, String value) {
      pair(key, new ProtoWriter().text(1, value));
    }

    @Override
    public void number(String key, long value) {
      pair(key, new ProtoWriter().varint(3, value));
    }

    @Override
    public void unique(String key, String prefix, int digits, Patch patch) {
      pair(key, new ProtoWriter().patchedText(1, prefix, digits, patch));
    }

    private void pair(String key, ProtoWriter value) {
      owner.message(field, new ProtoWriter().text(1, key).message(2, value));
    }
  }
}
