// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * Requests as datagrams, which nobody answers: what the kernel took counts as acknowledged, and the
 * server's ledger tells what became of it.
 */
final class DatagramConnection implements Connection {
  private final Channel channel;

  DatagramConnection(Channel channel) {
    this.channel = channel;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean hasRoom() {
    return channel.isActive() && channel.isWritable();
  }

  @Override
  public void send(ByteBuf body, Consumer<Answer> onAnswer) {
    channel
        .writeAndFlush(body)
        .addListener(
            written ->
                onAnswer.accept(
                    written.isSuccess() ? Answer.acknowledged(0) : Answer.failed("not sent")));
  }
}
