// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The dictionaries and catalogues that were last asked for, of all blocks of the process; bounded
 * in bytes. Safe from any thread; what several ask for at once is read once.
 */
public final class BlockCache {

  /** Something that is read from a block; equal only to itself. */
  static final class Key {}

  /**
   * Something read, and its size.
   *
   * @param bytes of memory
   */
  record Entry(Object value, long bytes) {}

  /** Reads from a block. */
  interface Loader {
    Entry load() throws IOException;
  }

  private final Cache<Key, Entry> entries;

  /** Keeps at most so many bytes, of which at most 2 GiB for one thing. */
  public BlockCache(long maxBytes) {
    entries =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(maxBytes)
            .weigher((Key key, Entry entry) -> (int) Math.min(Integer.MAX_VALUE, entry.bytes()))
            .build();
  }

  /** Bytes that are kept, about. */
  public long bytes() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** What is kept under the key, or else loaded now. A failure is not kept. */
  Object get(Key key, Loader loader) throws IOException {
    try {
      return entries
          .get(
              key,
              absent -> {
                try {
                  return loader.load();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .value();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Forgets what is kept under the key. */
  void remove(Key key) {
    entries.invalidate(key);
  }
}
