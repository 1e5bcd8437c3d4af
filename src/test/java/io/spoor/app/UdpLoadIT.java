// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.receiver.jaeger.AgentMessages;
import io.spoor.receiver.jaeger.AgentMessages.Protocol;
import io.vertx.core.json.JsonObject;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The real process at 50,000 spans a second over UDP: what is lost is lost in front of us. */
class UdpLoadIT {
  private static final int SPANS = 20; // a datagram
  private static final int DATAGRAMS = 12_500;
  private static final long NANOS_APART = 400_000; // 2,500 datagrams a second

  @Test
  void everyDatagramThatTheSystemGaveUs_isStoredOrCounted() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().heap("512m").start()) {
      send(spoor.port("receiver.jaeger.compact"));

      QueryClient query = new QueryClient(spoor);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                double given = datagrams(query, "udp_datagrams");
                assertThat(given + datagrams(query, "udp_kernel_dropped_datagrams"))
                    .isEqualTo(DATAGRAMS);
                double dropped = datagrams(query, "dropped_undecoded_requests");
                JsonObject total = query.ledgerTotal();
                assertThat(total.getLong("received")).isEqualTo((long) ((given - dropped) * SPANS));
                assertThat(total.getLong("stored") + total.getLong("dropped"))
                    .isEqualTo(total.getLong("received"));
              });
      assertThat(query.ledger().getBoolean("balances")).isTrue();
      assertThat(datagrams(query, "rejected_undecoded_requests")).isZero();
      assertThat(query.ledgerTotal().getLong("failed")).isZero();
    }
  }

  private static double datagrams(QueryClient query, String what) {
    String start = "spoor_receiver_" + what + "_total";
    return query
        .get("admin", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start) && line.contains("transport=\"agent_compact\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void send(int port) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      long start = System.nanoTime();
      for (int i = 0; i < DATAGRAMS; i++) {
        byte[] datagram =
            AgentMessages.emit(Protocol.COMPACT, AgentMessages.batch("load", i + 1, 1, SPANS));
        socket.send(
            new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
        long early = start + i * NANOS_APART - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early); // paced, not synchronised
        }
      }
    }
  }
}
