// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec;

/**
 * Memory that a decoder may take, asked for in steps while it grows.
 *
 * <p>Called on the decoding thread only.
 */
@FunctionalInterface
public interface Allowance {

  /** Grants whatever is asked. For trusted input, and for tests. */
  Allowance UNLIMITED = bytes -> true;

  /**
   * Asks for {@code bytes} more, at least 1. A granted amount stays granted: whoever made the
   * allowance gives it back.
   *
   * @return false when it is refused; nothing was granted then
   */
  boolean tryGrow(long bytes);
}
