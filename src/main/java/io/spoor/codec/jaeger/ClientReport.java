// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

/**
 * What a client said about itself beside its spans.
 *
 * @param hasSeqNo whether it numbers its batches
 * @param seqNo number of this batch, 0 when it does not
 * @param hasStats whether it counts the spans that it lost; the counts go up as long as it runs
 * @param fullQueueDroppedSpans spans that found its queue full
 * @param tooLargeDroppedSpans spans that do not fit in a datagram
 * @param failedToEmitSpans spans that it could not send
 */
public record ClientReport(
    boolean hasSeqNo,
    long seqNo,
    boolean hasStats,
    long fullQueueDroppedSpans,
    long tooLargeDroppedSpans,
    long failedToEmitSpans) {
  /** Of a client that says nothing. */
  public static final ClientReport NONE = new ClientReport(false, 0, false, 0, 0, 0);
}
