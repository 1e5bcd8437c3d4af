// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

/** One condition, bound to a batch. */
@FunctionalInterface
interface RowTest {

  /** Fulfilled by no span of the batch, and known so without a look at any. */
  RowTest NEVER = row -> false;

  /** Whether the span in this row fulfils the condition. */
  boolean matches(int row);
}
