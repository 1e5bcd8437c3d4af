// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * Summaries of the traces that a search found, newest first.
 *
 * @param traces one for each, in their order
 * @param incomplete why traces, or spans that should have been counted, may be missing; empty when
 *     none is
 */
public record FoundSummaries(List<Entry> traces, String incomplete) {

  /** A trace's place in the answer, and its summary. */
  public record Entry(TracePosition position, TraceSummary summary) {}

  /** Copies the list. */
  public FoundSummaries {
    traces = List.copyOf(traces);
  }
}
