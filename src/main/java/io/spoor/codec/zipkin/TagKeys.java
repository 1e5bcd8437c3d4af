// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of the keys of a batch, by their string index. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class TagKeys {
  private static final int INITIAL = 256;
  private static final int KEPT = 1 << 14;

  private @Nullable TagRole[] roles = new TagRole[INITIAL];
  private int[] positions = new int[INITIAL];
  private int[] spans = new int[INITIAL]; // the last one in which a key came
  private int span;
  private int end; // of the keys that are known

  /** Starts with the next batch. */
  void clear() {
    if (roles.length > KEPT) {
      roles = new TagRole[INITIAL];
      positions = new int[INITIAL];
      spans = new int[INITIAL];
      span = 0;
    } else {
      Arrays.fill(roles, 0, end, null);
    }
    end = 0;
    nextSpan();
  }

  /** Starts with the next span. */
  void nextSpan() {
    if (++span == 0) { // wrapped around: what is old would look new
      Arrays.fill(spans, 0);
      span = 1;
    }
  }

  /** Makes sure that a key with this text is known. */
  void learn(int key, byte[] text, int offset, int length) {
    if (key >= roles.length) {
      int size = Math.max(2 * roles.length, Integer.highestOneBit(key) * 2);
      roles = Arrays.copyOf(roles, size);
      positions = Arrays.copyOf(positions, size);
      spans = Arrays.copyOf(spans, size);
    }
    if (roles[key] == null) {
      roles[key] = TagRole.of(new String(text, offset, length, StandardCharsets.UTF_8));
      end = Math.max(end, key + 1);
    }
  }

  /** Role of a key that was learnt. */
  TagRole role(int key) {
    return requireNonNull(roles[key]);
  }

  /** Where the key was put before in this span, or else {@code position}, where it is put now. */
  int positionOr(int key, int position) {
    if (spans[key] == span) {
      return positions[key];
    }
    spans[key] = span;
    positions[key] = position;
    return position;
  }

  long capacityBytes() {
    return 12L * roles.length;
  }
}
