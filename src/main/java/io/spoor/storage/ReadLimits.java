// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.Deadline;

/**
 * What a read may cost. A read that reaches a limit ends early and says so in its answer; it never
 * gives a silently smaller one.
 *
 * @param deadline by when it must be done
 * @param maxBytes stored bytes that it may look at, at least 1
 */
public record ReadLimits(Deadline deadline, long maxBytes) {

  /** Rejects a budget of nothing. */
  public ReadLimits {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, was " + maxBytes);
    }
  }
}
