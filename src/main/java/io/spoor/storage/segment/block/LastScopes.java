// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that were decoded last of a block: those of one group are often, byte by byte, those
 * of the next. From any thread.
 */
final class LastScopes {
  private static final int MAX_BYTES = 4 << 10; // a page that is kept: a few times as much decoded

  private volatile @Nullable Decoded last;

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a whole
  private record Decoded(byte[] page, SpanBatch scopes) {}

  /** The scopes of a page with these bytes, or null. */
  @Nullable SpanBatch find(byte[] page) {
    Decoded known = last;
    return known != null && Arrays.equals(known.page(), page) ? known.scopes() : null;
  }

  /** Keeps both until others come, unless the page is large. */
  void keep(byte[] page, SpanBatch scopes) {
    if (page.length <= MAX_BYTES) {
      last = new Decoded(page, scopes);
    }
  }
}
