// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KernelDropsTest {
  private static final String HEAD =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
          + "  timeout inode ref pointer drops\n";

  @TempDir private Path folder;

  private static InetSocketAddress at(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  @Test
  void allSocketsOfAnAddressAreAddedUp() throws Exception {
    Path v4 =
        Files.writeString(
            folder.resolve("udp"),
            HEAD
                + " 1: 0100007F:1AAF 00000000:0000 07 0:0 00:0 0 0 0 26034 2 0000 7\n"
                + " 2: 0100007F:1AAF 00000000:0000 07 0:0 00:0 0 0 0 26035 2 0000 4\n"
                + " 3: 0100007F:1AB0 00000000:0000 07 0:0 00:0 0 0 0 26036 2 0000 100\n"
                + " 4: 0200007F:1AAF 00000000:0000 07 0:0 00:0 0 0 0 26037 2 0000 1000\n");
    Path v6 =
        Files.writeString(
            folder.resolve("udp6"),
            HEAD
                + " 1: 00000000000000000000000001000000:1AAF 00000000000000000000000000000000:0000"
                + " 07 0:0 00:0 0 0 0 26034 2 0000 9\n");
    KernelDrops drops = new KernelDrops(List.of(v4, v6, folder.resolve("absent")));
    assertThat(drops.of(at("127.0.0.1", 6831))).hasValue(11);
    assertThat(drops.of(at("::1", 6831))).hasValue(9);
    assertThat(drops.of(at("127.0.0.1", 6833))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void realDropsAreFound() throws Exception {
    try (DatagramChannel deaf = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel client = DatagramChannel.open(StandardProtocolFamily.INET)) {
      deaf.setOption(StandardSocketOptions.SO_RCVBUF, 4_096).bind(at("127.0.0.1", 0));
      InetSocketAddress address = (InetSocketAddress) deaf.getLocalAddress();
      int sent = 100;
      for (int i = 0; i < sent; i++) {
        client.send(ByteBuffer.allocate(1_000), address);
      }
      deaf.configureBlocking(false);
      int received = 0;
      ByteBuffer buffer = ByteBuffer.allocate(2_000);
      while (deaf.receive(buffer.clear()) != null) {
        received++;
      }
      assertThat(received).isLessThan(sent);
      assertThat(new KernelDrops().of(address)).hasValue(sent - received);
    }
  }
}
