// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** How a request to storage ended; a tag of its metrics. */
public enum StorageResult {
  /** It succeeded. */
  OK,
  /** It failed in a way that may pass. */
  FAILED,
  /** It failed for good: the same request can never succeed. */
  REJECTED
}
