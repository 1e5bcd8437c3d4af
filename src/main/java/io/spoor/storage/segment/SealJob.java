// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.head.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A head that is becoming blocks, one a tenant; keeps what is done from one attempt to the next.
 *
 * @param roomBytes what it holds of the room for heads
 * @param numbers of its blocks: another attempt replaces what the last one may have left
 * @param done the blocks that are published
 * @param waiting told of the end
 */
record SealJob(
    Head head,
    long roomBytes,
    Map<Tenant, Long> numbers,
    Map<Tenant, Block> done,
    List<CompletableFuture<Void>> waiting) {

  /** Nothing is done yet. */
  static SealJob of(Head head, long roomBytes, List<CompletableFuture<Void>> waiting) {
    return new SealJob(head, roomBytes, new HashMap<>(), new HashMap<>(), List.copyOf(waiting));
  }
}
