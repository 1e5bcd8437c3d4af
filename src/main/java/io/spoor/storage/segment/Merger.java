// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges blocks, one merge at a time. By one thread.
 *
 * <pre>
 * merged block published ──► state: inputs out, merged in ──► inputs deleted when nobody reads them
 * </pre>
 *
 * <p>The merged block names its inputs: should they outlive a crash, the next start deletes them. A
 * block that cannot be merged is left alone until the next start.
 */
final class Merger {
  private static final Logger log = LoggerFactory.getLogger(Merger.class);
  private static final long PAUSE_NANOS = 60_000_000_000L; // after a failure

  private final StoreFiles files;
  private final StoreStates states;
  private final MergePlan plan;
  private final FreeSpace space;
  private final BlockMerge.Pace pace;
  private final Clock clock;
  private final Set<Long> barred = new HashSet<>();
  private final Map<Tenant, Long> numbers = new HashMap<>(); // of merges that came to nothing
  private String last = ""; // tenant
  private boolean paused;
  private long pausedUntilNanos;

  Merger(
      StoreFiles files,
      StoreStates states,
      MergePlan plan,
      FreeSpace space,
      BlockMerge.Pace pace,
      Clock clock) {
    this.files = files;
    this.states = states;
    this.plan = plan;
    this.space = space;
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Does the next merge that is due. Blocking.
   *
   * @return whether there may be another one
   * @throws InterruptedException when the pace says to give up
   */
  boolean mergeOnce() throws InterruptedException {
    if (paused && files.nanoTime() - pausedUntilNanos < 0) {
      return false;
    }
    paused = false;
    Map<Tenant, List<Block>> blocks = states.get().blocks();
    for (Tenant tenant : inTurn(blocks.keySet())) {
      List<Block> inputs =
          plan.next(blocks.getOrDefault(tenant, List.of()), barred, clock.millis());
      if (!inputs.isEmpty()) {
        last = tenant.name();
        return merge(inputs);
      }
    }
    return false;
  }

  /** Each tenant after the one whose turn it was last: one with much to merge stops no other. */
  private List<Tenant> inTurn(Set<Tenant> tenants) {
    List<Tenant> turns = new ArrayList<>(tenants);
    turns.sort(
        Comparator.<Tenant, Boolean>comparing(tenant -> tenant.name().compareTo(last) <= 0)
            .thenComparing(Tenant::name));
    return turns;
  }

  private boolean merge(List<Block> inputs) throws InterruptedException {
    long inputBytes = inputs.stream().mapToLong(Block::bytes).sum();
    if (!space.hasRoomFor(inputBytes)) {
      pause();
      return false;
    }
    long start = files.nanoTime();
    try {
      Block merged = new BlockMerge(files, inputs, number(inputs), pace).run();
      numbers.remove(merged.origin().tenant());
      states.update(state -> state.with(inputs, List.of(merged)));
      files.blockList().write(states);
      for (Block input : inputs) {
        input.deleteWhenUnpinned();
        input.unpin();
      }
      files.metrics().merged(files.nanoTime() - start, merged.rows(), merged.bytes());
      log.debug(
          "Merged blocks={} spans={} bytes={} from={}",
          inputs.size(),
          merged.rows(),
          merged.bytes(),
          inputBytes);
      return true;
    } catch (UnmergeableException e) {
      bar(e);
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      files.metrics().mergeFailed();
      log.error("Blocks could not be merged, they stay as they are", e);
      pause();
      return false;
    }
  }

  /** A merge replaces what the one before it may have left when it failed. */
  private long number(List<Block> inputs) {
    return numbers.computeIfAbsent(inputs.get(0).origin().tenant(), t -> files.nextNumber());
  }

  private void bar(UnmergeableException e) {
    barred.add(e.block().origin().number());
    files.metrics().mergeFailed();
    if (e.isDamaged()) {
      files.metrics().damaged();
      log.error(
          "Damaged block, not merged any more file={} reason={}", e.block().file(), e.getMessage());
    } else {
      log.info("Block is not merged file={} reason={}", e.block().file(), e.getMessage());
    }
  }

  private void pause() {
    paused = true;
    pausedUntilNanos = files.nanoTime() + PAUSE_NANOS;
  }
}
