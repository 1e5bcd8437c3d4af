// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How many datagrams Linux has dropped in front of sockets, mostly because their receive buffers
 * were full. Read from {@code /proc/net/udp} and {@code udp6}, where the last column has it:
 *
 * <pre>
 *    sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 *   411: 0100007F:1AAF 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 26034 2 0000 0
 * </pre>
 *
 * <p>Addresses are words of four bytes in the machine's order, which is little-endian wherever this
 * runs; ports are not.
 */
final class KernelDrops {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int MIN_COLUMNS = 13;
  private static final int WORD = 4;

  private final List<Path> files;

  /** Reads the tables of this machine. */
  KernelDrops() {
    this(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")));
  }

  KernelDrops(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Adds up the drops of all sockets that are bound to an address. Blocks for a moment.
   *
   * @return empty where the system does not tell
   */
  OptionalLong of(InetSocketAddress address) throws IOException {
    long drops = 0;
    boolean found = false;
    for (Path file : files) {
      for (String line : lines(file)) {
        String[] columns = SPACES.split(line.strip());
        if (columns.length >= MIN_COLUMNS && isAt(columns[1], address)) {
          drops += Long.parseLong(columns[columns.length - 1]);
          found = true;
        }
      }
    }
    return found ? OptionalLong.of(drops) : OptionalLong.empty();
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException expected) { // not Linux, or no such protocol
      return List.of();
    }
  }

  private static boolean isAt(String local, InetSocketAddress address) throws UnknownHostException {
    int colon = local.indexOf(':');
    if (colon < 0 || Integer.parseInt(local, colon + 1, local.length(), 16) != address.getPort()) {
      return false;
    }
    byte[] bytes = HexFormat.of().parseHex(local, 0, colon);
    for (int word = 0; word < bytes.length; word += WORD) {
      for (int i = 0; i < WORD / 2; i++) {
        byte swapped = bytes[word + i];
        bytes[word + i] = bytes[word + WORD - 1 - i];
        bytes[word + WORD - 1 - i] = swapped;
      }
    }
    return InetAddress.getByAddress(bytes).equals(address.getAddress());
  }
}
