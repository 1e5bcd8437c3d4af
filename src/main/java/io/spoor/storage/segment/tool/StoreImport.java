// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.codec.DecodedBatch;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Writes spans as if they had been received, a few batches at a time. An import that broke off can
 * be repeated: the store knows copies when it reads, and drops them when it merges.
 */
public final class StoreImport {
  private static final int MAX_IN_FLIGHT = 8;
  private static final long RETRY_MILLIS = 100;

  private final TraceWriter writer;
  private final Tenant tenant;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Report report = new Report(0, 0, 0);

  private record Pending(SpanBatch batch, CompletableFuture<WriteResult> result) {}

  /**
   * What became of the spans.
   *
   * @param stored spans that were written
   * @param deduplicated spans of which the store had a copy in memory
   * @param rejected spans that are not valid
   */
  public record Report(long stored, long deduplicated, long rejected) {
    private Report plus(long moreStored, long moreDeduplicated, long moreRejected) {
      return new Report(
          stored + moreStored, deduplicated + moreDeduplicated, rejected + moreRejected);
    }
  }

  /** Prepares to write for a tenant. */
  public StoreImport(TraceWriter writer, Tenant tenant) {
    this.writer = writer;
    this.tenant = tenant;
  }

  /** Reads all; returns when the last span is stored. */
  public Report run(OtlpInput input) throws IOException, InterruptedException {
    Optional<DecodedBatch> next = input.next();
    while (next.isPresent()) {
      DecodedBatch decoded = next.get();
      report = report.plus(0, 0, decoded.rejectedSpans());
      if (decoded.batch().size() > 0) {
        begin(decoded.batch());
      }
      next = input.next();
    }
    while (!pending.isEmpty()) {
      endFirst();
    }
    return report;
  }

  private void begin(SpanBatch batch) throws IOException, InterruptedException {
    if (pending.size() == MAX_IN_FLIGHT) {
      endFirst();
    }
    pending.add(new Pending(batch, write(batch)));
  }

  private CompletableFuture<WriteResult> write(SpanBatch batch) {
    return writer.write(tenant, batch).toCompletionStage().toCompletableFuture();
  }

  /** Waits for the oldest batch; as often as the store has no room yet, it is written again. */
  private void endFirst() throws IOException, InterruptedException {
    Pending first = pending.remove();
    CompletableFuture<WriteResult> result = first.result();
    while (true) {
      try {
        WriteResult done = result.get();
        report = report.plus(done.stored(), done.deduplicated(), done.rejected());
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof StorageException refused && refused.retryable())) {
          throw new IOException("cannot be stored: " + e.getCause(), e);
        }
        Thread.sleep(RETRY_MILLIS);
        result = write(first.batch());
      }
    }
  }
}
