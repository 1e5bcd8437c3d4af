// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import java.net.URI;

/** One address of the server, and whether it wants to be left alone for a while. One thread. */
final class RemoteEndpoint {
  private final String host;
  private final int port;
  private final boolean tls;
  private long pausedUntilNanos;

  RemoteEndpoint(String address, long nowNanos) {
    URI uri = URI.create(address);
    this.host = uri.getHost();
    this.port = uri.getPort();
    this.tls = "https".equals(uri.getScheme());
    this.pausedUntilNanos = nowNanos;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean tls() {
    return tls;
  }

  /** It asked not to be sent anything for so long. */
  void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    if (until - pausedUntilNanos > 0) {
      pausedUntilNanos = until;
    }
  }

  boolean isPaused() {
    return System.nanoTime() - pausedUntilNanos < 0;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
