// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans of all tenants that are in the log and in no block yet. Written by one thread; read from
 * any, without locks.
 *
 * <pre>
 * tenant ──► batches, detached from what was received; rows numbered through
 *    ├─────► trace id ──► first row ──► next row ──► …
 *    └─────► hash of a span's content ──► row: finds copies
 * </pre>
 */
public final class Head {
  private final Map<Tenant, TenantHead> tenants = new ConcurrentHashMap<>();

  // Written by the thread that adds, one after another: readers may see one before the other.
  private volatile long bytes;
  private volatile long spans;
  private volatile long firstSequence = -1;
  private volatile long lastSequence = -1;
  private volatile long earliestIngestUnixMilli = Long.MAX_VALUE;

  /**
   * Adds a batch, searchable from now on. Spans equal in every field to one that is there, or to
   * one before them in the batch, are left out; but when very many spans were made to share a hash
   * on purpose, copies of them can be kept.
   *
   * @param sequence of its record in the log; grows
   * @param ingestUnixMilli when it came
   * @return how many of its spans are new, copies left out
   */
  public int add(Tenant tenant, SpanBatch batch, long sequence, long ingestUnixMilli) {
    TenantHead known = tenants.get(tenant);
    TenantHead head = known == null ? new TenantHead() : known;
    long bytesBefore = known == null ? 0 : head.bytes();
    int added = head.add(batch, ingestUnixMilli);
    if (added > 0) {
      long spansBefore = spans;
      spans = spansBefore + added;
      bytes = bytes + head.bytes() - bytesBefore;
      tenants.putIfAbsent(tenant, head);
    }
    if (firstSequence < 0) {
      firstSequence = sequence;
    }
    lastSequence = sequence;
    earliestIngestUnixMilli = Math.min(earliestIngestUnixMilli, ingestUnixMilli);
    return added;
  }

  /** Bytes of memory that it takes. From any thread. */
  public long bytes() {
    return bytes;
  }

  /** Spans in it. From any thread. */
  public long spans() {
    return spans;
  }

  /** Whether no record was added, not even one of copies alone. From any thread. */
  public boolean isEmpty() {
    return lastSequence < 0;
  }

  /** Sequence of the first record, -1 before it. From any thread. */
  public long firstSequence() {
    return firstSequence;
  }

  /** Sequence of the last record, -1 before the first. From any thread. */
  public long lastSequence() {
    return lastSequence;
  }

  /** When the earliest record came; the greatest long before the first. From any thread. */
  public long earliestIngestUnixMilli() {
    return earliestIngestUnixMilli;
  }

  /** Those that have a span in it. From any thread. */
  public Set<Tenant> tenants() {
    return Set.copyOf(tenants.keySet());
  }

  /** What is there of a tenant now: later batches do not show. From any thread. */
  public HeadSnapshot snapshot(Tenant tenant) {
    TenantHead head = tenants.get(tenant);
    return head == null ? HeadSnapshot.EMPTY : head.snapshot();
  }
}
