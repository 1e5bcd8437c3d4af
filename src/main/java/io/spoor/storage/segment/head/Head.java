// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import java.util.Set;

/**
 * Spans of all tenants that are in the log and in no block yet. Written by one thread; read from
 * any, without locks.
 */
public final class Head {

  /**
   * Adds a batch, searchable from now on.
   *
   * @param sequence of its record in the log; grows
   * @param ingestUnixMilli when it came
   * @return how many of its spans are new, copies left out
   */
  public int add(Tenant tenant, SpanBatch batch, long sequence, long ingestUnixMilli) {
    throw new UnsupportedOperationException();
  }

  /** Bytes of memory that it takes. From any thread. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** Spans in it. From any thread. */
  public long spans() {
    throw new UnsupportedOperationException();
  }

  /** Sequence of the last record, -1 before the first. From any thread. */
  public long lastSequence() {
    throw new UnsupportedOperationException();
  }

  public Set<Tenant> tenants() {
    throw new UnsupportedOperationException();
  }

  /** What is there of a tenant now: later batches do not show. From any thread. */
  public HeadSnapshot snapshot(Tenant tenant) {
    throw new UnsupportedOperationException();
  }
}
