// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.config.MemoryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageUsage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is retained, and what has to go. Thread-safe by one lock, which is held for one batch or for
 * copying references; nothing is evaluated under it.
 *
 * <pre>
 * tenant ──► trace id ──► StoredTrace: (batch, row) of each span
 *    └─────► StoredBatch: the batch, and the trace of each row while that is retained
 * oldest ◄── StoredTrace, StoredTrace, …   all tenants, in the order of their first span
 * </pre>
 */
final class MemoryStore {
  private static final Logger log = LoggerFactory.getLogger(MemoryStore.class);

  /** What a trace costs beside its spans: the record, its arrays' headers, its places in tables. */
  static final long TRACE_BYTES = 200;

  private final ReentrantLock lock = new ReentrantLock(true); // fair: a reader is not starved
  private final MemoryConfig config;
  private final Map<Tenant, TenantTraces> tenants = new HashMap<>();
  private final Deque<StoredTrace> oldest = new ArrayDeque<>();
  private long spans;
  private long bytes;
  private long evictedTraces;
  private long evictedSpans;
  private volatile StorageUsage usage = StorageUsage.NONE;

  MemoryStore(MemoryConfig config) {
    this.config = config;
  }

  StorageUsage usage() {
    return usage;
  }

  /** Stores a batch, then evicts the oldest traces until the bounds are kept again. */
  WriteResult write(Tenant tenant, SpanBatch batch) {
    String reason = whyTooLarge(batch);
    if (!reason.isEmpty()) {
      return WriteResult.rejected(batch.size(), reason);
    }
    lock.lock();
    try {
      int added = add(tenants.computeIfAbsent(tenant, TenantTraces::new), new StoredBatch(batch));
      evict();
      usage = new StorageUsage(oldest.size(), spans, bytes, evictedTraces, evictedSpans);
      return new WriteResult(batch.size(), batch.size() - added, 0, 0, "");
    } finally {
      lock.unlock();
    }
  }

  /** Why the batch alone would break a bound; empty when it does not. */
  private String whyTooLarge(SpanBatch batch) {
    long traces = batch.size(); // at most; counted only when that could matter
    if (traces > config.maxTraces() || neededBytes(batch, traces) > config.maxBytes()) {
      traces = distinctTraces(batch);
    }
    if (traces > config.maxTraces()) {
      return "batch has " + traces + " traces, storage.memory.maxTraces is " + config.maxTraces();
    }
    long needed = neededBytes(batch, traces);
    return needed > config.maxBytes()
        ? "batch needs " + needed + " bytes, storage.memory.maxBytes is " + config.maxBytes()
        : "";
  }

  private static long neededBytes(SpanBatch batch, long traces) {
    return StoredBatch.bytesOf(batch) + TRACE_BYTES * traces;
  }

  private static long distinctTraces(SpanBatch batch) {
    Set<TraceId> ids = new HashSet<>();
    for (int row = 0; row < batch.size(); row++) {
      ids.add(batch.span(row).traceId());
    }
    return ids.size();
  }

  private int add(TenantTraces tenant, StoredBatch batch) {
    SpanTable table = batch.spans().spans();
    int added = 0;
    for (int row = 0; row < table.size(); row++) {
      StoredTrace trace = trace(tenant, table.traceIdHigh(row), table.traceIdLow(row));
      if (trace.add(batch, row)) {
        batch.retain(row, trace);
        added++;
      }
    }
    if (added > 0) {
      tenant.batches().add(batch);
      bytes += batch.bytes();
      spans += added;
    }
    return added;
  }

  private StoredTrace trace(TenantTraces tenant, long high, long low) {
    StoredTrace known = tenant.traces().get(high, low);
    if (known != null) {
      return known;
    }
    StoredTrace trace = new StoredTrace(tenant, high, low);
    tenant.traces().add(trace);
    oldest.add(trace);
    bytes += TRACE_BYTES;
    return trace;
  }

  private void evict() {
    while (oldest.size() > config.maxTraces() || bytes > config.maxBytes()) {
      if (evictedTraces == 0) {
        log.info("Memory is full, the oldest traces go from now on; bounds={}", config);
      }
      evict(oldest.remove());
    }
  }

  private void evict(StoredTrace trace) {
    TenantTraces tenant = trace.owner();
    for (int span = 0; span < trace.size(); span++) {
      StoredBatch batch = trace.batch(span);
      batch.evict(trace.row(span));
      if (!batch.isRetained()) {
        tenant.batches().remove(batch);
        bytes -= batch.bytes();
      }
    }
    tenant.traces().remove(trace);
    if (tenant.traces().size() == 0) {
      tenants.remove(tenant.tenant());
    }
    bytes -= TRACE_BYTES;
    spans -= trace.size();
    evictedTraces++;
    evictedSpans += trace.size();
  }

  /** All batches of a tenant of which a span is retained now, the one written last first. */
  StoredBatch[] batches(Tenant tenant) {
    lock.lock();
    try {
      TenantTraces traces = tenants.get(tenant);
      StoredBatch[] batches =
          traces == null ? new StoredBatch[0] : traces.batches().toArray(new StoredBatch[0]);
      reverse(batches);
      return batches;
    } finally {
      lock.unlock();
    }
  }

  private static void reverse(StoredBatch[] batches) {
    for (int i = 0, j = batches.length - 1; i < j; i++, j--) {
      StoredBatch swapped = batches[i];
      batches[i] = batches[j];
      batches[j] = swapped;
    }
  }

  /** All traces of a tenant that are retained now. */
  List<StoredTrace> traces(Tenant tenant) {
    lock.lock();
    try {
      List<StoredTrace> traces = new ArrayList<>();
      for (StoredTrace trace : oldest) {
        if (trace.owner().tenant().equals(tenant)) {
          traces.add(trace);
        }
      }
      return traces;
    } finally {
      lock.unlock();
    }
  }

  /** The spans of the traces with these ids; unknown ones are left out. */
  List<TraceSpans> find(Tenant tenant, Iterable<TraceId> ids) {
    lock.lock();
    try {
      List<TraceSpans> found = new ArrayList<>();
      TenantTraces traces = tenants.get(tenant);
      for (TraceId id : ids) {
        @Nullable StoredTrace trace =
            traces == null ? null : traces.traces().get(id.high(), id.low());
        if (trace != null) {
          found.add(trace.spans());
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** The spans that these traces have now, or had when they were evicted. */
  List<TraceSpans> spansOf(List<StoredTrace> traces) {
    lock.lock();
    try {
      return traces.stream().map(StoredTrace::spans).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything. */
  void clear() {
    lock.lock();
    try {
      tenants.clear();
      oldest.clear();
      spans = 0;
      bytes = 0;
      usage = new StorageUsage(0, 0, 0, evictedTraces, evictedSpans);
    } finally {
      lock.unlock();
    }
  }
}
