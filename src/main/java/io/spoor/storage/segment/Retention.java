// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.Objects.requireNonNull;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockOrigin;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes whole blocks: those all of whose spans came too long ago, and above a size the oldest, of
 * whichever tenant. By one thread; counts from any.
 *
 * <p>Age goes by the time of day, which somebody may set. So nothing is deleted by age soon after
 * it jumped ahead, nor ever before the process itself has had its spans for so long, if it took
 * them in. Which blocks are the oldest goes by the log, not by a clock.
 */
final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final Comparator<Block> OLDEST_FIRST =
      Comparator.<Block>comparingLong(block -> block.origin().lastSequence())
          .thenComparingLong(block -> block.origin().number());

  private final StoreStates states;
  private final Duration maxAge;
  private final long maxBytes;
  private final Clock clock;
  private final StoreFiles files;
  private final ClockWatch watch;
  private final Map<Long, Long> takenNanos = new HashMap<>(); // by number of block
  private boolean hasRun;
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong traces = new AtomicLong();

  Retention(StoreFiles files, StoreStates states, Duration maxAge, long maxBytes, Clock clock) {
    this.states = states;
    this.maxAge = maxAge;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.files = files;
    this.watch = new ClockWatch(clock, files::nanoTime, files.metrics()::clockJumped);
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
    files.blockList().write(states);
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
    List<Block> all =
        states.get().blocks().values().stream().flatMap(List::stream).sorted(OLDEST_FIRST).toList();
    note(all);
    List<Block> due = new ArrayList<>(tooOld(all));
    long bytes = all.stream().mapToLong(Block::bytes).sum();
    bytes -= due.stream().mapToLong(Block::bytes).sum();
    for (Block block : all) {
      if (bytes > maxBytes && !due.contains(block)) {
        due.add(block);
        bytes -= block.bytes();
      }
    }
    return due;
  }

  private List<Block> tooOld(List<Block> all) {
    long newest =
        all.stream().mapToLong(block -> block.origin().ingestMaxUnixMilli()).max().orElse(-1);
    if (!watch.isBelieved(newest)) {
      return List.of();
    }
    long oldest = clock.millis() - maxAge.toMillis();
    return all.stream()
        .filter(block -> block.origin().ingestMaxUnixMilli() < oldest && !isKnownToBeYoung(block))
        .toList();
  }

  private boolean isKnownToBeYoung(Block block) {
    long taken = requireNonNull(takenNanos.get(block.origin().number()));
    return files.nanoTime() - taken < maxAge.toNanos();
  }

  /** Notes when blocks came, by the clock that nobody sets. */
  private void note(List<Block> all) {
    long now = files.nanoTime();
    Map<Long, Long> before = Map.copyOf(takenNanos);
    takenNanos.clear();
    for (Block block : all) {
      BlockOrigin origin = block.origin();
      Long taken = before.get(origin.number());
      if (taken == null && !hasRun) { // from before the start
        taken = now - maxAge.toNanos();
      } else if (taken == null) {
        taken = taken(origin, before, now);
      }
      takenNanos.put(origin.number(), taken);
    }
    hasRun = true;
  }

  /** When the youngest part of a block came; now, for what was never seen. */
  private static long taken(BlockOrigin origin, Map<Long, Long> before, long now) {
    long taken = Long.MIN_VALUE;
    for (long number : origin.replaces()) {
      taken = Math.max(taken, before.getOrDefault(number, now));
    }
    return origin.replaces().isEmpty() ? now : taken;
  }
}
