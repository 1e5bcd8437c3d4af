// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;

/**
 * Settings under {@code timeouts} of a receiver: how long its clients may take, and wait.
 *
 * @param request from the head of a request to its answer, unless the client says how long it waits
 * @param maxRequest the same, whatever the client says
 * @param body from the head of a request to the last byte of its body; also from opening an
 *     HTTP/1.1 connection to its first request
 * @param idle a connection without a request is closed after it
 * @param drain at shutdown, how long requests in flight may take to be answered
 */
public record ReceiverTimeouts(
    Duration request, Duration maxRequest, Duration body, Duration idle, Duration drain) {

  static ReceiverTimeouts from(ConfigSection section) {
    return new ReceiverTimeouts(
        duration(section, "request", Duration.ofSeconds(10), "to answer, unless the client says"),
        section.duration(
            "maxRequest",
            Duration.ofSeconds(50),
            Duration.ofMillis(1),
            Duration.ofSeconds(55), // the bus takes 60 seconds for a fault
            "to answer, whatever the client says"),
        duration(section, "body", Duration.ofSeconds(10), "for a request to arrive whole"),
        duration(section, "idle", Duration.ofMinutes(2), "until a connection at rest is closed"),
        duration(section, "drain", Duration.ofSeconds(20), "to answer everything at shutdown"));
  }

  private static Duration duration(
      ConfigSection section, String key, Duration defaultValue, String help) {
    return section.duration(key, defaultValue, Duration.ofMillis(1), Duration.ofHours(24), help);
  }
}
