// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A list of Zipkin v2 spans in JSON, as OpenTelemetry's exporter writes them. */
final class ZipkinRequest implements Encoded {
  /** Digits of microseconds since 1970, until the year 2286. */
  static final int TIME_DIGITS = 16;

  /** Places of a duration, which is patched with spaces in front. */
  static final int DURATION_DIGITS = 9;

  static final int ID_DIGITS = 16;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<Patch, List<Integer>> positions = new EnumMap<>(Patch.class);

  static ZipkinRequest encode(int service, int spans, int padding) {
    ZipkinRequest request = new ZipkinRequest();
    request.text("[");
    for (int position = 0; position < spans; position++) {
      request.text(position == 0 ? "" : ",");
      request.span(service, position, padding);
    }
    request.text("]");
    return request;
  }

  private void span(int service, int position, int padding) {
    text("{\"traceId\":\"");
    patched(Patch.TRACE_ID, "0".repeat(2 * ID_DIGITS));
    text("\",");
    if (service > 0) {
      text("\"parentId\":\"");
      patched(Patch.PARENT_SPAN_ID, "0".repeat(ID_DIGITS));
      text("\",");
    }
    text("\"id\":\"");
    patched(Patch.SPAN_ID, "0".repeat(ID_DIGITS));
    text("\",\"kind\":\"SERVER\",\"name\":\"" + Workload.operationName(service, position) + "\"");
    text(",\"timestamp\":");
    patched(Patch.START_TIME, "1".repeat(TIME_DIGITS));
    text(",\"duration\":");
    patched(Patch.END_TIME, "1".repeat(DURATION_DIGITS));
    text(",\"localEndpoint\":{\"serviceName\":\"" + Workload.serviceName(service) + "\"}");
    if (SpanContent.hasEvent(position)) {
      text(",\"annotations\":[{\"timestamp\":");
      patched(Patch.EVENT_TIME, "1".repeat(TIME_DIGITS));
      text(",\"value\":\"" + SpanContent.EVENT_NAME + "|{\\\"cache.name\\\":\\\"items\\\"}|0\"}]");
    }
    text(",\"tags\":{\"otel.scope.name\":\"" + SpanContent.SCOPE_NAME + "\"");
    SpanContent.span(service, position, padding, new Tags());
    if (SpanContent.isError(position)) {
      text(",\"otel.status_code\":\"ERROR\",\"error\":\"true\"");
    }
    text("}}");
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void patched(Patch patch, String placeholder) {
    positions.computeIfAbsent(patch, key -> new ArrayList<>()).add(bytes.size());
    text(placeholder);
  }

  @Override
  public int size() {
    return bytes.size();
  }

  @Override
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  @Override
  public int[] positions(Patch patch) {
    return positions.getOrDefault(patch, List.of()).stream().mapToInt(Integer::intValue).toArray();
  }

  static void putHex(ByteBuffer memory, int position, long id) {
    for (int i = 0; i < ID_DIGITS; i++) {
      memory.put(position + i, HEX[(int) (id >>> (60 - 4 * i)) & 15]);
    }
  }

  /** Puts a number of at most so many digits, with spaces in front, which JSON allows. */
  static void putNumber(ByteBuffer memory, int position, int digits, long value) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      boolean blank = rest == 0 && i < digits - 1;
      memory.put(position + i, (byte) (blank ? ' ' : '0' + rest % 10));
      rest /= 10;
    }
  }

  /** Writes attributes as tags, all of them text. */
  private final class Tags implements Attributes {
    @Override
    public void text(String key, String value) {
      ZipkinRequest.this.text(",\"" + key + "\":\"" + value + "\"");
    }

    @Override
    public void number(String key, long value) {
      text(key, Long.toString(value));
    }

    @Override
    public void unique(String key, String prefix, int digits, Patch patch) {
      ZipkinRequest.this.text(",\"" + key + "\":\"" + prefix);
      patched(patch, "0".repeat(digits));
      ZipkinRequest.this.text("\"");
    }
  }
}
