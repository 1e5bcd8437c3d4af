// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

/** A condition that is bound to a batch. */
// Hot path: a search runs it once per span
@FunctionalInterface
interface SpanTest {

  /** In place of an event or a link: any of the span's. */
  int ALL = -1;

  /** Fulfilled by every span. */
  SpanTest ALWAYS = (row, event, link) -> true;

  /** Fulfilled by none, and known so without a look at any. */
  SpanTest NEVER = (row, event, link) -> false;

  /**
   * Whether the span in this row fulfils it.
   *
   * @param event row of the one event that is looked at, or {@link #ALL}
   * @param link row of the one link that is looked at, or {@link #ALL}
   */
  boolean matches(int row, int event, int link);
}
