// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/** What stands between the collector and storage. */
public enum Mode {
  /** Nothing: an acknowledgement means that storage has it. */
  DIRECT,
  /** Kafka: an acknowledgement means that its brokers have it. */
  KAFKA
}
