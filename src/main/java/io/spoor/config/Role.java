// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/** A part of Spoor that a process can run. */
public enum Role {
  /** Receives spans and writes them. */
  COLLECTOR,
  /** Reads spans from Kafka and writes them. */
  INGESTER,
  /** Answers questions. */
  QUERY,
  /** Receives spans beside the application and forwards them. */
  AGENT
}
