// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code limits} of a receiver: what its clients may take.
 *
 * @param maxConnections open connections of this port; further ones are closed
 * @param maxStreamsPerConnection requests at once on an HTTP/2 connection
 * @param maxHeaderBytes all headers of a request
 * @param maxUrlBytes the request line
 * @param streamWindowBytes what an HTTP/2 client may send ahead on a stream
 * @param connectionWindowBytes what an HTTP/2 client may send ahead on all streams together
 */
public record ReceiverLimits(
    int maxConnections,
    int maxStreamsPerConnection,
    int maxHeaderBytes,
    int maxUrlBytes,
    int streamWindowBytes,
    int connectionWindowBytes) {
  private static final int MIB = 1 << 20;
  private static final int HTTP2_DEFAULT_WINDOW = 65_535; // a window cannot start below it

  static ReceiverLimits from(ConfigSection section) {
    return new ReceiverLimits(
        section.integer("maxConnections", 10_000, 1, 1_000_000, "further ones are closed"),
        section.integer(
            "maxStreamsPerConnection", 128, 1, 100_000, "requests at once on an HTTP/2 connection"),
        size(section, "maxHeaderBytes", 16 << 10, 1 << 10, "of one request"),
        size(section, "maxUrlBytes", 4 << 10, 256, "of one request"),
        size(
            section,
            "streamWindowBytes",
            MIB,
            HTTP2_DEFAULT_WINDOW,
            "sent ahead on one HTTP/2 stream"),
        size(
            section,
            "connectionWindowBytes",
            4 * MIB,
            HTTP2_DEFAULT_WINDOW,
            "sent ahead on one HTTP/2 connection"));
  }

  private static int size(
      ConfigSection section, String key, int defaultValue, int min, String help) {
    return (int) section.bytes(key, defaultValue, min, 1 << 30, help);
  }
}
