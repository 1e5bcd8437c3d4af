// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** A {@code Batch} of Jaeger in Thrift: binary as a bare struct, compact as {@code emitBatch}. */
final class ThriftRequest {
  private static final int TEXT = 0;
  private static final int BOOL = 2;
  private static final int LONG = 3;

  private final ThriftWriter out;
  private final Tags tags = new Tags();
  private final int service;

  private ThriftRequest(ThriftWriter out, int service) {
    this.out = out;
    this.service = service;
  }

  static Encoded binary(int service, int spans, int padding) {
    ThriftWriter out = new ThriftWriter(false);
    new ThriftRequest(out, service).batch(spans, padding);
    return out;
  }

  static Encoded compact(int service, int spans, int padding) {
    ThriftWriter out = new ThriftWriter(true);
    out.message("emitBatch");
    out.beginStruct();
    out.beginStruct(1);
    new ThriftRequest(out, service).batchFields(spans, padding);
    out.endStruct();
    out.endStruct();
    return out;
  }

  private void batch(int spans, int padding) {
    out.beginStruct();
    batchFields(spans, padding);
    out.endStruct();
  }

  private void batchFields(int spans, int padding) {
    out.beginStruct(1);
    out.text(1, Workload.serviceName(service));
    out.list(2, SpanContent.RESOURCE_TAGS);
    SpanContent.resource(service, tags);
    out.endStruct();
    out.list(2, spans);
    for (int position = 0; position < spans; position++) {
      span(position, padding);
    }
  }

  private void span(int position, int padding) {
    boolean isError = SpanContent.isError(position);
    out.beginStruct();
    out.patchedI64(1, Patch.TRACE_ID);
    out.unmarkedI64(2);
    out.patchedI64(3, Patch.SPAN_ID);
    if (service > 0) {
      out.patchedI64(4, Patch.PARENT_SPAN_ID);
    } else {
      out.i64(4, 0);
    }
    out.text(5, Workload.operationName(service, position));
    out.i32(7, 1);
    out.patchedI64(8, Patch.START_TIME);
    out.patchedI64(9, Patch.END_TIME);
    out.list(10, SpanContent.TAGS + (isError ? 5 : 3));
    tags.text("otel.scope.name", SpanContent.SCOPE_NAME);
    tags.text("otel.scope.version", SpanContent.SCOPE_VERSION);
    SpanContent.span(service, position, padding, tags);
    tags.text("span.kind", "server");
    if (isError) {
      tags.text("otel.status_code", "ERROR");
      tags.yes("error");
    }
    if (SpanContent.hasEvent(position)) {
      log();
    }
    out.endStruct();
  }

  private void log() {
    out.list(11, 1);
    out.beginStruct();
    out.patchedI64(1, Patch.EVENT_TIME);
    out.list(2, 2);
    tags.text("event", SpanContent.EVENT_NAME);
    SpanContent.event(tags);
    out.endStruct();
  }

  /** Writes tags as structs of the list under way. */
  private final class Tags implements Attributes {
    @Override
    public void text(String key, String value) {
      begin(key, TEXT);
      out.text(3, value);
      out.endStruct();
    }

    @Override
    public void number(String key, long value) {
      begin(key, LONG);
      out.i64(6, value);
      out.endStruct();
    }

    @Override
    public void unique(String key, String prefix, int digits, Patch patch) {
      begin(key, TEXT);
      out.patchedText(3, prefix, digits, patch);
      out.endStruct();
    }

    void yes(String key) {
      begin(key, BOOL);
      out.bool(5, true);
      out.endStruct();
    }

    private void begin(String key, int type) {
      out.beginStruct();
      out.text(1, key);
      out.i32(2, type);
    }
  }
}
