// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/** One connection to the server. Used on its event loop only. */
interface Connection {
  Channel channel();

  /** Whether one more request may be sent now. */
  boolean hasRoom();

  /**
   * Sends a request and releases {@code body}.
   *
   * @param onAnswer called once, when the answer is there and nothing of the body is still to be
   *     written, or when the connection broke
   */
  void send(ByteBuf body, Consumer<Answer> onAnswer);
}
