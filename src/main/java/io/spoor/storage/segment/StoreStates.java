// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.Head;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.read.StoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * The state of a store as it changes. Each of its blocks has a pin of the state for as long as it
 * is in there. From any thread; readers take no lock.
 */
final class StoreStates {
  private final Executor closer;
  private volatile StoreState state = new StoreState(new Head(), null, Map.of());

  /**
   * Nothing is there yet.
   *
   * @param closer closes and deletes the files of blocks whose last reader has gone
   */
  StoreStates(Executor closer) {
    this.closer = closer;
  }

  /** The state now. Its blocks can be gone a moment later: see {@link #acquire}. */
  StoreState get() {
    return state;
  }

  /** Moves on to the next state. */
  synchronized StoreState update(UnaryOperator<StoreState> step) {
    StoreState next = step.apply(state);
    state = next;
    notifyAll();
    return next;
  }

  /** Waits until the state is another than the one that was seen, or so long. */
  synchronized void awaitOther(StoreState seen, long maxMillis) throws InterruptedException {
    long end = System.nanoTime() + maxMillis * 1_000_000;
    long left = maxMillis;
    while (state.equals(seen) && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /** All spans of a tenant, held until the snapshot is closed. */
  StoreSnapshot acquire(Tenant tenant) {
    while (true) {
      StoreState now = state;
      if (pinned(now.blocks(tenant))) {
        return new StoreSnapshot(heads(now, tenant), now.blocks(tenant), closer);
      }
      Thread.onSpinWait(); // a block left the state in between: the next one is there already
    }
  }

  private boolean pinned(List<Block> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      if (!blocks.get(i).pin()) {
        blocks.subList(0, i).forEach(block -> block.unpin(closer));
        return false;
      }
    }
    return true;
  }

  private static List<HeadSnapshot> heads(StoreState now, Tenant tenant) {
    List<HeadSnapshot> heads = new ArrayList<>(2);
    Head sealing = now.sealing();
    if (sealing != null) {
      heads.add(sealing.snapshot(tenant));
    }
    heads.add(now.active().snapshot(tenant));
    return heads;
  }
}
