// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.Tenant;
import java.util.List;

/**
 * Where a block's spans come from.
 *
 * @param number of the block; grows, never used twice in a store
 * @param level 0 for a sealed head, else one more than the greatest of the merged blocks
 * @param lastSequence every record of the tenant up to this one of the log is in this block or in
 *     others
 * @param ingestMinUnixMilli when the first of its spans came
 * @param ingestMaxUnixMilli when the last of them came
 * @param replaces numbers of the blocks that were merged into this one
 */
public record BlockOrigin(
    Tenant tenant,
    long number,
    int level,
    long lastSequence,
    long ingestMinUnixMilli,
    long ingestMaxUnixMilli,
    List<Long> replaces) {

  /** Copies the list. */
  public BlockOrigin {
    replaces = List.copyOf(replaces);
  }
}
