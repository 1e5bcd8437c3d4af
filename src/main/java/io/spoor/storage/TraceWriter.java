// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.vertx.core.Future;

/** Writes spans. Callable from any event loop; never blocks the caller. */
public interface TraceWriter {

  /**
   * Stores a batch. Idempotent: a span whose every field is equal to a stored one leaves one copy,
   * whether the two come in one batch or in several, and the copies are counted as deduplicated.
   * Spans with equal ids and any other difference are all kept.
   *
   * <p>The future succeeds once every span is durable or rejected for good, and may complete on any
   * thread. It fails with a {@link StorageException} when nothing can be said of the whole batch;
   * {@link StorageException#retryable()} tells whether sending it again can help. Spans are
   * searchable when the future succeeds.
   */
  Future<WriteResult> write(Tenant tenant, SpanBatch batch);
}
