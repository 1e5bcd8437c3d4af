// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** Where to send. */
record Target(String host, int port) {
  static Target parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("target must be host:port, was " + text);
    }
    return new Target(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  String authority() {
    return host + ":" + port;
  }
}
