// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings under {@code admission}: how much the process takes in at once, whatever the port.
 *
 * @param maxInFlightBytes what all requests together may hold, from their first byte until storage
 *     is done with them; a request that alone needs more is rejected for good
 * @param maxMessageBytes one message as it comes over the wire
 * @param maxInflatedBytes one message once inflated
 * @param maxSpansPerRequest spans of one request; 0 for no limit
 * @param inlineDecodeBytes messages up to this size, sent without compression, are decoded on the
 *     event loop; 0 for none
 * @param decodeThreads threads that inflate and decode all others
 * @param decodeQueueRequests requests that may wait for such a thread
 * @param retryAfter when a refused client should try again
 */
public record AdmissionConfig(
    long maxInFlightBytes,
    int maxMessageBytes,
    int maxInflatedBytes,
    int maxSpansPerRequest,
    int inlineDecodeBytes,
    int decodeThreads,
    int decodeQueueRequests,
    Duration retryAfter) {
  private static final int MIB = 1 << 20;

  /** Reads the section. */
  public static AdmissionConfig from(ConfigSection section) {
    return section.read(
        own ->
            new AdmissionConfig(
                own.bytesOfHeap(
                    "maxInFlightBytes",
                    4,
                    64 << 10,
                    Long.MAX_VALUE,
                    "what all requests together may hold until storage is done with them"),
                size(own, "maxMessageBytes", 16 * MIB, 1 << 10, "one message over the wire"),
                size(own, "maxInflatedBytes", 64 * MIB, 1 << 10, "one message once inflated"),
                own.integer(
                    "maxSpansPerRequest",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "spans of one request; 0 for no limit"),
                size(
                    own, "inlineDecodeBytes", 256 << 10, 0, "decoded on the event loop up to this"),
                own.threads(
                    "decodeThreads",
                    "threads that inflate and decode larger or compressed messages"),
                own.integer(
                    "decodeQueueRequests",
                    1024,
                    1,
                    1_000_000,
                    "requests that may wait for such a thread; further ones are refused"),
                own.duration(
                    "retryAfter",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1),
                    Duration.ofMinutes(10),
                    "when a refused client should try again")));
  }

  private static int size(
      ConfigSection section, String key, int defaultValue, int min, String help) {
    return (int) section.bytes(key, defaultValue, min, 1 << 30, help);
  }
}
