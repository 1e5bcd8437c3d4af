// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A copy of a template in direct memory, behind a gRPC frame header, patched before each send.
 *
 * <p>Belongs to one request at a time: patch it only when the last send has left the process.
 */
final class RequestBuffer {
  static final int FRAME_HEADER_BYTES = 5;

  private static final int[] FOUR_DIGITS = fourDigits();

  private final RequestTemplate template;
  private final ByteBuffer memory;

  RequestBuffer(RequestTemplate template) {
    this.template = template;
    byte[] bytes = template.bytes();
    memory = ByteBuffer.allocateDirect(FRAME_HEADER_BYTES + bytes.length);
    memory.put((byte) 0).putInt(bytes.length).put(bytes).flip();
    memory.order(ByteOrder.LITTLE_ENDIAN); // as fixed64 and the digits' table want it
  }

  RequestTemplate template() {
    return template;
  }

  /** The request with its frame header in front; shares this memory. */
  ByteBuf framed() {
    return Unpooled.wrappedBuffer(memory.duplicate());
  }

  /** The request alone; shares this memory. */
  ByteBuf message() {
    return framed().skipBytes(FRAME_HEADER_BYTES);
  }

  /**
   * Makes this the request about traces {@code firstTrace} and following.
   *
   * @param rootStartNanos when the root span of the first starts, in nanoseconds since 1970
   * @param spacingNanos how much later each next trace starts
   */
  void patch(Workload workload, long firstTrace, long rootStartNanos, long spacingNanos) {
    int[] traceIds = template.positions(Patch.TRACE_ID);
    int[] spanIds = template.positions(Patch.SPAN_ID);
    int[] startTimes = template.positions(Patch.START_TIME);
    int[] endTimes = template.positions(Patch.END_TIME);
    int[] userIds = template.positions(Patch.USER_ID);
    int[] itemIds = template.positions(Patch.ITEM_ID);
    int service = template.service();
    Format format = template.format();
    for (int i = 0; i < traceIds.length; i++) {
      long traceIdHigh = workload.traceIdHigh(firstTrace + i);
      long traceIdLow = workload.traceIdLow(firstTrace + i);
      long spanId = workload.spanId(traceIdLow, service);
      long rootDuration = workload.rootDurationNanos(traceIdLow);
      long start = Workload.startNanos(rootStartNanos + i * spacingNanos, rootDuration, service);
      format.putTraceId(memory, at(traceIds[i]), traceIdHigh, traceIdLow);
      format.putId(memory, at(spanIds[i]), spanId);
      format.putTime(memory, at(startTimes[i]), start);
      format.putEnd(memory, at(endTimes[i]), start, Workload.durationNanos(rootDuration, service));
      putDigits(userIds[i], SpanContent.USER_ID_DIGITS, workload.userId(spanId));
      putDigits(itemIds[i], SpanContent.ITEM_ID_DIGITS, workload.itemId(spanId));
      if (service > 0) {
        putParent(workload, i, traceIdHigh, traceIdLow);
      }
      if (SpanContent.hasEvent(i)) {
        int event = template.positions(Patch.EVENT_TIME)[i / SpanContent.EVENT_EVERY];
        format.putTime(memory, at(event), start);
      }
    }
  }

  private void putParent(Workload workload, int i, long traceIdHigh, long traceIdLow) {
    long parent = workload.spanId(traceIdLow, Workload.parent(template.service()));
    template.format().putId(memory, at(template.positions(Patch.PARENT_SPAN_ID)[i]), parent);
    int[] traceIds = template.positions(Patch.PARENT_TRACE_ID); // not every format names it
    if (traceIds.length > 0) {
      template.format().putTraceId(memory, at(traceIds[i]), traceIdHigh, traceIdLow);
    }
  }

  private static int at(int position) {
    return FRAME_HEADER_BYTES + position;
  }

  private void putDigits(int position, int digits, long value) {
    long rest = value;
    for (int last = digits - 4; last >= 0; last -= 4) {
      memory.putInt(at(position) + last, FOUR_DIGITS[(int) (rest % 10_000)]);
      rest /= 10_000;
    }
  }

  private static int[] fourDigits() {
    int[] table = new int[10_000];
    for (int i = 0; i < table.length; i++) {
      table[i] =
          ('0' + i / 1000)
              | ('0' + i / 100 % 10) << 8
              | ('0' + i / 10 % 10) << 16
              | ('0' + i % 10) << 24;
    }
    return table;
  }
}
