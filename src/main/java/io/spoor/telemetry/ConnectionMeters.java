// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** Counts the connections of one port. Methods may be called from any thread. */
public interface ConnectionMeters {

  /** A connection was opened. */
  void connected();

  /** A connection was closed. */
  void disconnected();

  /** A connection was closed at once, because there are too many. */
  void connectionRefused();
}
