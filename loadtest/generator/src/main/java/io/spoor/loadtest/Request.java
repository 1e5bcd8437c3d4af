// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** Spans of one service from consecutive traces, until they are acknowledged or given up. */
final class Request {
  final long group;
  final int service;
  final long rootStartNanos;

  /** When it should have been sent, by {@link System#nanoTime}; its latency counts from here. */
  final long dueNanos;

  RequestBuffer buffer;
  int attempts;
  long sentNanos;

  Request(long group, int service, long rootStartNanos, long dueNanos) {
    this.group = group;
    this.service = service;
    this.rootStartNanos = rootStartNanos;
    this.dueNanos = dueNanos;
  }
}
