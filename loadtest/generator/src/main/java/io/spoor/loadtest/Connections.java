// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A fixed number of connections on one thread; one that closes is opened again.
 *
 * <p>All methods but {@link #start} and {@link #close} belong to the event loop.
 */
final class Connections {
  private static final long REOPEN_AFTER_MILLIS = 100;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final EventLoopGroup group;
  private final Target target;
  private final boolean isDatagrams;
  private final BiFunction<Channel, Target, Connection> opener;
  private final List<Connection> open = new ArrayList<>();
  private boolean isClosing;
  private int next;
  private long reopened;

  Connections(Target target, boolean isDatagrams, BiFunction<Channel, Target, Connection> opener) {
    this.target = target;
    this.isDatagrams = isDatagrams;
    this.opener = opener;
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, io);
  }

  /** Opens {@code count} connections; returns at once. */
  void start(int count) {
    for (int i = 0; i < count; i++) {
      group.execute(this::open);
    }
  }

  EventLoopGroup eventLoop() {
    return group;
  }

  long reopened() {
    return reopened;
  }

  boolean hasRoom() {
    return findRoom() != null;
  }

  /** Sends on the next connection that has room; call only when one has. */
  void send(ByteBuf body, Consumer<Answer> onAnswer) {
    findRoom().send(body, onAnswer);
    next++;
  }

  void close() {
    group.execute(
        () -> {
          isClosing = true;
          List.copyOf(open).forEach(connection -> connection.channel().close());
        });
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private Connection findRoom() {
    for (int i = 0; i < open.size(); i++) {
      int index = Math.floorMod(next + i, open.size());
      if (open.get(index).hasRoom()) {
        next = index;
        return open.get(index);
      }
    }
    return null;
  }

  private void open() {
    if (isClosing) {
      return;
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(channelType())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    Connection connection = opener.apply(channel, target);
                    channel.closeFuture().addListener(closed -> reopen(connection));
                    open.add(connection);
                  }
                });
    if (!isDatagrams) {
      bootstrap
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }
    bootstrap.connect(target.host(), target.port());
  }

  private Class<? extends Channel> channelType() {
    if (isDatagrams) {
      return Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  private void reopen(Connection closed) {
    open.remove(closed);
    if (!isClosing) {
      reopened++;
      group.schedule(this::open, REOPEN_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
