// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * The dictionaries and catalogues that were last asked for, of all blocks of the process; bounded
 * in bytes. Safe from any thread.
 */
public final class BlockCache {

  /** Keeps at most so many bytes. */
  public BlockCache(long maxBytes) {}
}
