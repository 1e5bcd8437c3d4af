// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** What can be asked of storage; a tag of its metrics. */
public enum StorageOperation {
  /** Store a batch. */
  WRITE,
  /** Read traces by id. */
  GET_TRACES,
  /** Search for traces. */
  FIND_TRACES,
  /** Search for ids of traces. */
  FIND_TRACE_IDS,
  /** Search for summaries of traces. */
  FIND_TRACE_SUMMARIES,
  /** List services. */
  GET_SERVICES,
  /** List operations. */
  GET_OPERATIONS,
  /** Count calls between services. */
  GET_DEPENDENCIES,
  /** List attribute keys. */
  GET_ATTRIBUTE_KEYS,
  /** List values of an attribute. */
  GET_ATTRIBUTE_VALUES,
  /** Count spans, errors and durations by operation. */
  GET_OPERATION_STATS
}
