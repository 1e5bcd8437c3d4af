// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.StringTableBuilder;

/** Reads the {@code Endpoint} objects of both JSON formats. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class JsonEndpoints {
  private static final FieldNames NAMES = new FieldNames("serviceName", "ipv4", "ipv6", "port");

  private final JsonReader in;
  private final AddressText addresses = new AddressText();

  JsonEndpoints(JsonReader in) {
    this.in = in;
  }

  /** Reads an endpoint; null is an empty one. */
  void read(EndpointDraft endpoint, StringTableBuilder strings) {
    endpoint.clear();
    if (!in.startObject()) {
      return;
    }
    while (in.nextField()) {
      switch (NAMES.find(in)) {
        case 0 -> endpoint.serviceName = text(strings);
        case 1 -> endpoint.ipv4 = ipv4(strings);
        case 2 -> endpoint.ipv6 = text(strings);
        case 3 -> endpoint.port(in.integer());
        default -> in.skip();
      }
    }
  }

  private int text(StringTableBuilder strings) {
    in.text();
    return strings.text(in.array(), in.offset(), in.length());
  }

  /** Text, or the address in one number, as some clients of v1 have it. */
  private int ipv4(StringTableBuilder strings) {
    if (in.isString() || in.isNull()) {
      return in.isString() ? text(strings) : 0;
    }
    int address = (int) in.integer();
    return address == 0 ? 0 : addresses.ipv4(address, strings);
  }
}
