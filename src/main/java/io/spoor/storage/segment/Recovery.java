// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.codec.Allowance;
import io.spoor.codec.MalformedException;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.wal.LogRecord;
import io.spoor.wal.PoisonRecordException;
import io.spoor.wal.Replay;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the log has and no block has into the head, which becomes blocks as it fills: whatever
 * the backlog, memory is that of two heads. By one thread.
 */
final class Recovery implements Replay.Handler {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final long PROGRESS_NANOS = 5_000_000_000L;
  private static final int MAX_SEAL_FAILURES = 3;
  private static final long WAIT_MILLIS = 100;

  private final Map<Tenant, Long> sealedSequences;
  private final HeadKeeper keeper;
  private final StoreStates states;
  private final Sealer sealer;
  private final SegmentMetrics metrics;
  private final LongConsumer replayedSpans;
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();
  private long records;
  private long spans;
  private long bytes;
  private long nextProgressNanos = System.nanoTime() + PROGRESS_NANOS;

  /**
   * Nothing is replayed yet.
   *
   * @param sealedSequences of each tenant that has blocks, the greatest that they have
   * @param replayedSpans told of the spans of each record, copies left out
   */
  Recovery(
      Map<Tenant, Long> sealedSequences,
      HeadKeeper keeper,
      StoreStates states,
      Sealer sealer,
      SegmentMetrics metrics,
      LongConsumer replayedSpans) {
    this.sealedSequences = Map.copyOf(sealedSequences);
    this.keeper = keeper;
    this.states = states;
    this.sealer = sealer;
    this.metrics = metrics;
    this.replayedSpans = replayedSpans;
  }

  @Override
  public void replay(LogRecord found) throws IOException {
    Tenant tenant = tenant(found);
    if (found.sequence() <= sealedSequences.getOrDefault(tenant, -1L)) {
      return;
    }
    SpanBatch batch = decode(found);
    int added = keeper.add(tenant, batch, found.sequence(), 0);
    replayedSpans.accept(added);
    metrics.replayed(added);
    records++;
    spans += added;
    bytes += found.body().length;
    waitForSealer();
    keeper.rotateIfDue();
    progress();
  }

  /** Says what was done. */
  void end() {
    log.info("Log replayed records={} spans={} bytes={}", records, spans, bytes);
  }

  private static Tenant tenant(LogRecord found) throws PoisonRecordException {
    try {
      return new Tenant(found.tenant());
    } catch (IllegalArgumentException e) {
      throw new PoisonRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  private SpanBatch decode(LogRecord found) throws PoisonRecordException {
    try {
      return decoder.decode(found.body(), Allowance.UNLIMITED).batch();
    } catch (MalformedException e) {
      throw new PoisonRecordException("not an OTLP request: " + e.getMessage(), e);
    }
  }

  private void waitForSealer() throws IOException {
    try {
      StoreState seen = states.get();
      while (keeper.isFull() && seen.sealing() != null) {
        if (sealer.failures() >= MAX_SEAL_FAILURES) {
          throw new IOException(
              "the log cannot be replayed: its spans cannot be written to blocks, see the log lines"
                  + " before this one");
        }
        states.awaitOther(seen, WAIT_MILLIS);
        seen = states.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the log was replayed", e);
    }
  }

  private void progress() {
    if (System.nanoTime() - nextProgressNanos >= 0) {
      nextProgressNanos = System.nanoTime() + PROGRESS_NANOS;
      log.info("Log is being replayed records={} spans={} bytes={}", records, spans, bytes);
    }
  }
}
