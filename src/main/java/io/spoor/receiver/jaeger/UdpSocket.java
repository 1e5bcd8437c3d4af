// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of a UDP port, and the thread that empties it. What it reads it hands over; nothing
 * there may block.
 */
// Hot path: one system call and one copy a datagram
final class UdpSocket {
  private static final Logger log = LoggerFactory.getLogger(UdpSocket.class);
  private static final int ANY_DATAGRAM = 65_536;
  private static final int LAST_TURNS = 64; // after the end was asked for
  private static final int TURN = 256; // datagrams read before the end is looked for

  private final DatagramChannel channel;
  private final Selector selector;
  private final Receiver receiver;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ANY_DATAGRAM);
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;

  /** Takes datagrams on the socket's thread. Must neither block nor throw. */
  @FunctionalInterface
  interface Receiver {

    /** Takes one; its content is copied out of the buffer by whoever wants to keep it. */
    void received(ByteBuffer datagram);
  }

  private UdpSocket(DatagramChannel channel, Selector selector, Receiver receiver) {
    this.channel = channel;
    this.selector = selector;
    this.receiver = receiver;
  }

  /**
   * Binds a socket; it reads nothing before {@link #start}.
   *
   * @param shared whether other sockets of this process have the same address
   * @param receiveBufferBytes 0 for the system's default
   */
  static UdpSocket open(
      InetSocketAddress address, boolean shared, int receiveBufferBytes, Receiver receiver)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(address));
    try {
      if (shared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      if (receiveBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
      channel.bind(address);
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new UdpSocket(channel, selector, receiver);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether sockets can share a port here. */
  static boolean canShare() {
    try (DatagramChannel channel = DatagramChannel.open()) {
      return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    } catch (IOException e) {
      log.debug("No UDP socket could be opened", e);
      return false;
    }
  }

  /**
   * Makes sure that nobody has the address. Sockets that share one would not notice, and another
   * process would get a part of the datagrams.
   *
   * @throws BindException when somebody has
   */
  static void checkFree(InetSocketAddress address) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(family(address))) {
      channel.bind(address);
    }
  }

  /** Begins to read. */
  void start(String threadName) {
    Thread thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands over what the system has at this moment, and ends. For a socket that was started. */
  Future<Void> stop() {
    stopping = true;
    selector.wakeup();
    return ended.future();
  }

  /** Where it is bound. */
  InetSocketAddress address() throws IOException {
    return requireNonNull((InetSocketAddress) channel.getLocalAddress(), "bound");
  }

  /** What the system really keeps for it. */
  int receiveBufferBytes() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** Closes one that was not started. */
  void close() throws IOException {
    selector.close();
    channel.close();
  }

  private void run() {
    try {
      boolean more = true;
      while (!stopping) {
        if (!more) {
          selector.select();
          selector.selectedKeys().clear();
        }
        more = readSome();
      }
      int turns = 0;
      while (readSome() && turns < LAST_TURNS) { // senders may never stop
        turns++;
      }
    } catch (IOException | RuntimeException e) {
      log.error("A UDP socket is not read any more address={}", channel, e);
    } finally {
      end();
    }
  }

  /** Reads until nothing is there, or for a turn; returns whether there may be more. */
  private boolean readSome() {
    for (int i = 0; i < TURN; i++) {
      buffer.clear();
      try {
        if (channel.receive(buffer) == null) {
          return false;
        }
      } catch (IOException e) { // such as memory that the system has not got just now
        log.warn("A datagram could not be read", e);
        return false;
      }
      receiver.received(buffer.flip());
    }
    return true;
  }

  private void end() {
    try {
      close();
    } catch (IOException e) {
      log.warn("A UDP socket could not be closed", e);
    }
    ended.complete();
  }

  /** Of the address's own kind, so that the system lists it where it is looked for. */
  private static ProtocolFamily family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }
}
