// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/**
 * What a backend holds now, and what it has let go to keep within its bounds since it was opened.
 *
 * @param traces traces retained, of all tenants; 0 where the backend does not count them
 * @param spans spans retained, of all tenants
 * @param bytes bytes that retaining them costs
 * @param evictedTraces traces removed by a bound or by retention; they were stored before
 * @param evictedSpans spans removed with them
 */
public record StorageUsage(
    long traces, long spans, long bytes, long evictedTraces, long evictedSpans) {

  /** Nothing held, nothing let go. */
  public static final StorageUsage NONE = new StorageUsage(0, 0, 0, 0, 0);
}
