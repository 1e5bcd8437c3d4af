// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings of one UDP port that old Jaeger clients send to, under {@code receiver.jaeger.compact},
 * {@code binary} and {@code zipkin}.
 *
 * @param enabled whether the port is opened
 * @param host address to bind
 * @param port UDP port; 0 lets the system choose
 * @param sockets sockets that share the port, where the system can do that; each has a thread
 * @param receiveBufferBytes what the system keeps for a socket until it is read
 * @param maxPacketBytes a larger datagram is rejected
 * @param queueBytes datagrams that may wait to be decoded; the newest are dropped beyond it
 * @param batchBytes datagrams are put together to batches of about this size
 * @param batchDelay how long a datagram may wait for others
 * @param timeout how long storing is tried
 * @param drain at shutdown, how long spans in flight may take to be stored
 */
public record AgentPortConfig(
    boolean enabled,
    String host,
    int port,
    int sockets,
    int receiveBufferBytes,
    int maxPacketBytes,
    long queueBytes,
    int batchBytes,
    Duration batchDelay,
    Duration timeout,
    Duration drain) {
  /** The largest content of a datagram over IPv4. */
  public static final int LARGEST_DATAGRAM = 65_507;

  private static final int MIB = 1 << 20;

  /** Reads the section of a port that has this number, and is open or not, unless told. */
  static AgentPortConfig from(
      ConfigSection section, int defaultPort, boolean enabled, String protocol) {
    return section.read(
        own ->
            new AgentPortConfig(
                own.bool("enabled", enabled, "whether the port is opened"),
                own.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
                own.port("port", defaultPort, "UDP port of " + protocol),
                own.integer(
                    "sockets", 2, 1, 64, "that share the port, each with a thread; Linux only"),
                (int)
                    own.bytes(
                        "receiveBufferBytes",
                        4 * MIB,
                        0,
                        1 << 30,
                        "that the system keeps for a socket; 0 for its default"),
                own.integer(
                    "maxPacketBytes",
                    65_000,
                    1,
                    LARGEST_DATAGRAM,
                    "of one datagram; a larger one is rejected"),
                own.bytes(
                    "queueBytes",
                    32 * MIB,
                    1 << 16,
                    1 << 30,
                    "that may wait to be decoded; beyond it, the newest datagram is dropped"),
                (int)
                    own.bytes(
                        "batchBytes",
                        256 << 10,
                        1,
                        16 * MIB,
                        "of datagrams that are stored at once"),
                own.duration(
                    "batchDelay",
                    Duration.ofMillis(5),
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "that a datagram may wait for others"),
                own.duration(
                    "timeout",
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(55), // the bus takes 60 seconds for a fault
                    "that storing is tried; then the spans are lost, and counted as failed"),
                own.duration(
                    "drain",
                    Duration.ofSeconds(20),
                    Duration.ofMillis(1),
                    Duration.ofHours(24),
                    "to store everything at shutdown")));
  }
}
