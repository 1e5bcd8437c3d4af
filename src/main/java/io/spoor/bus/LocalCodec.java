// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands an immutable message over by reference; refuses to leave the JVM. */
final class LocalCodec<T> implements MessageCodec<T, T> {
  private final String name;

  LocalCodec(Class<T> type) {
    this.name = "local." + type.getSimpleName();
  }

  @Override
  public T transform(T message) {
    return message; // no copy: every type registered with this codec is deeply immutable
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    throw new UnsupportedOperationException(name + " does not cross the wire");
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException(name + " does not cross the wire");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1; // user codec
  }
}
