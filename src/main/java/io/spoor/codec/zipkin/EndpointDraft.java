// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

/** An endpoint while it is read: string indices, 0 where there is nothing, and a port. */
final class EndpointDraft {
  int serviceName;
  int ipv4;
  int ipv6;
  int port;

  void clear() {
    serviceName = 0;
    ipv4 = 0;
    ipv6 = 0;
    port = 0;
  }

  void set(EndpointDraft other) {
    serviceName = other.serviceName;
    ipv4 = other.ipv4;
    ipv6 = other.ipv6;
    port = other.port;
  }

  boolean isEmpty() {
    return (serviceName | ipv4 | ipv6 | port) == 0;
  }

  /** Sets the port; what cannot be one is none. */
  void port(long number) {
    port = number > 0 && number <= 0xffff ? (int) number : 0;
  }
}
