// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.wal.Append;
import io.spoor.wal.UncertainAppendException;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A batch on its way through the log into the head, and who waits for that. */
final class PendingWrite implements Append {
  private final WritePath path;
  private final Tenant tenant;
  private final SpanBatch batch;
  private final byte[] body;
  private final long reservedBytes;
  private final Promise<WriteResult> promise = Promise.promise();
  private long sequence = -1; // written by the log's thread before it hands over

  PendingWrite(WritePath path, Tenant tenant, SpanBatch batch, byte[] body, long reservedBytes) {
    this.path = path;
    this.tenant = tenant;
    this.batch = batch;
    this.body = body;
    this.reservedBytes = reservedBytes;
  }

  Future<WriteResult> future() {
    return promise.future();
  }

  Tenant owner() {
    return tenant;
  }

  SpanBatch batch() {
    return batch;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  long sequence() {
    return sequence;
  }

  @Override
  public String tenant() {
    return tenant.name();
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void durable(long given) {
    sequence = given;
    path.durable(this);
  }

  @Override
  public void failed(Exception cause) {
    path.failed(this);
    String doubt =
        cause instanceof UncertainAppendException
            ? "; after a restart its spans may be there all the same"
            : "";
    promise.fail(StorageException.retryable(cause.getMessage() + doubt, cause));
  }

  /** The spans are searchable. */
  void stored(int newSpans) {
    promise.complete(new WriteResult(batch.size(), batch.size() - newSpans, 0, 0, ""));
  }

  /** The spans are in the log, but could not be made searchable. */
  void lost(Throwable cause) {
    promise.fail(StorageException.retryable("storage.segment failed: " + cause, cause));
  }
}
