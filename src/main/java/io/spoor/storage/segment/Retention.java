// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes whole blocks: those all of whose spans came too long ago, and above a size the oldest, of
 * whichever tenant. By one thread; counts from any.
 */
final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final Comparator<Block> OLDEST_FIRST =
      Comparator.<Block>comparingLong(block -> block.origin().ingestMaxUnixMilli())
          .thenComparingLong(block -> block.origin().number());

  private final StoreStates states;
  private final Duration maxAge;
  private final long maxBytes;
  private final Clock clock;
  private final StoreFiles files;
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong traces = new AtomicLong();

  Retention(StoreFiles files, StoreStates states, Duration maxAge, long maxBytes, Clock clock) {
    this.states = states;
    this.maxAge = maxAge;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.files = files;
  }

  /** Spans deleted since the start. */
  long deletedSpans() {
    return spans.get();
  }

  /** Traces deleted with them; one counts as often as it lay in deleted blocks. */
  long deletedTraces() {
    return traces.get();
  }

  /** Deletes what is due. Files go when nobody reads them any more. */
  void run() {
    List<Block> due = due();
    if (due.isEmpty()) {
      return;
    }
    states.update(state -> state.with(due, List.of()));
    for (Block block : due) {
      log.info(
          "Block deleted by retention file={} spans={} bytes={}",
          block.file(),
          block.rows(),
          block.bytes());
      deleteLeftovers(block);
      block.deleteWhenUnpinned();
      block.unpin();
      spans.addAndGet(block.rows());
      traces.addAndGet(block.traces());
      files.metrics().retired(block.rows());
    }
  }

  private void deleteLeftovers(Block block) {
    Tenant tenant = block.origin().tenant();
    try {
      for (long number : files.leftovers(block)) {
        files.disk().delete(files.file(tenant, number));
        files.disk().syncFolder(files.tenantFolder(tenant));
      }
    } catch (IOException e) { // they come back at the next start, and go by their own age
      log.warn("Files of merged blocks could not be deleted tenant={}", tenant.name(), e);
    }
  }

  private List<Block> due() {
    long oldest = clock.millis() - maxAge.toMillis();
    List<Block> all =
        states.get().blocks().values().stream().flatMap(List::stream).sorted(OLDEST_FIRST).toList();
    long bytes = all.stream().mapToLong(Block::bytes).sum();
    List<Block> due = new ArrayList<>();
    for (Block block : all) { // by age, and so those that are too old come first
      if (block.origin().ingestMaxUnixMilli() >= oldest && bytes <= maxBytes) {
        break;
      }
      due.add(block);
      bytes -= block.bytes();
    }
    return due;
  }
}
