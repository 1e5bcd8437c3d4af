// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.Head;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where all spans are at one moment: each write in one head or in one block. Immutable; each step
 * of a write from head to block to merged block is a state of its own.
 *
 * @param active the head that is written
 * @param sealing the head that is becoming blocks
 * @param blocks of each tenant, in the order of the log
 */
record StoreState(Head active, @Nullable Head sealing, Map<Tenant, List<Block>> blocks) {
  private static final Comparator<Block> LOG_ORDER =
      Comparator.<Block>comparingLong(block -> block.origin().lastSequence())
          .thenComparingLong(block -> block.origin().number());

  /** Copies the map; its lists must be immutable and ordered. */
  StoreState {
    blocks = Map.copyOf(blocks);
  }

  /** The state with another active head, while the last one is being sealed. */
  StoreState rotated(Head next) {
    return new StoreState(next, active, blocks);
  }

  /** The state in which the sealed head is gone, and its blocks are there. */
  StoreState sealed(Collection<Block> made) {
    return new StoreState(active, null, replaced(List.of(), made));
  }

  /** The state without some blocks, and with others. */
  StoreState with(Collection<Block> gone, Collection<Block> made) {
    return new StoreState(active, sealing, replaced(gone, made));
  }

  List<Block> blocks(Tenant tenant) {
    return blocks.getOrDefault(tenant, List.of());
  }

  private Map<Tenant, List<Block>> replaced(Collection<Block> gone, Collection<Block> made) {
    Map<Tenant, List<Block>> changed = new HashMap<>();
    blocks.forEach((tenant, before) -> changed.put(tenant, new ArrayList<>(before)));
    gone.forEach(block -> changed.getOrDefault(block.origin().tenant(), List.of()).remove(block));
    made.forEach(
        block ->
            changed.computeIfAbsent(block.origin().tenant(), t -> new ArrayList<>()).add(block));
    changed.values().forEach(list -> list.sort(LOG_ORDER));
    changed.replaceAll((tenant, list) -> List.copyOf(list));
    changed.values().removeIf(List::isEmpty);
    return changed;
  }
}
