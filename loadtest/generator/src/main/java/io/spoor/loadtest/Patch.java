// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** A value that differs in every request; each has a fixed length. */
enum Patch {
  TRACE_ID,
  SPAN_ID,
  /** The trace's id once more, where a reference to the parent names it. */
  PARENT_TRACE_ID,
  PARENT_SPAN_ID,
  START_TIME,
  /** The end, or how long after the start it comes. */
  END_TIME,
  EVENT_TIME,
  USER_ID,
  ITEM_ID
}
