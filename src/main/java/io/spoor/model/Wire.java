// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;

/**
 * Where the parts of a batch lie in the OTLP protobuf body that they came in.
 *
 * <p>A range is the content of a message, without its tag and length. A start of {@link #EDITED}
 * says that the columns no longer agree with the body. The body may hold more spans than the batch;
 * {@link #isWhole()} says that it holds exactly these, unchanged. Immutable; the body is shared and
 * must never be written to.
 */
public final class Wire {
  /** Start of a range that an edit has made stale. */
  public static final int EDITED = -1;

  private final byte[] body;
  private final boolean whole;
  private final int[] resources; // start, end: two a row, in all three
  private final int[] scopes;
  private final int[] spans;

  Wire(byte[] body, boolean whole, int[] resources, int[] scopes, int[] spans) {
    this.body = body;
    this.whole = whole;
    this.resources = resources;
    this.scopes = scopes;
    this.spans = spans;
  }

  /** The {@code ExportTraceServiceRequest} as it came, all of the array. */
  public byte[] body() {
    return body;
  }

  /** Whether the body is the encoded form of the batch. */
  public boolean isWhole() {
    return whole;
  }

  /** Start of a {@code ResourceSpans}, or {@link #EDITED} when its resource was changed. */
  public int resourceStart(int row) {
    return resources[2 * row];
  }

  /** End of a {@code ResourceSpans}. */
  public int resourceEnd(int row) {
    return resources[2 * row + 1];
  }

  /** Start of a {@code ScopeSpans}, or {@link #EDITED} when its scope was changed. */
  public int scopeStart(int row) {
    return scopes[2 * row];
  }

  /** End of a {@code ScopeSpans}. */
  public int scopeEnd(int row) {
    return scopes[2 * row + 1];
  }

  /** Start of a {@code Span}, or {@link #EDITED} when it was changed. */
  public int spanStart(int row) {
    return spans[2 * row];
  }

  /** End of a {@code Span}. */
  public int spanEnd(int row) {
    return spans[2 * row + 1];
  }

  Wire select(int[] rows) {
    int[] selected = new int[2 * rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[2 * i] = spans[2 * rows[i]];
      selected[2 * i + 1] = spans[2 * rows[i] + 1];
    }
    return new Wire(body, false, resources, scopes, selected);
  }

  Wire edited(Edited edited) {
    return new Wire(
        body,
        false,
        forget(resources, edited.resources()),
        forget(scopes, edited.scopes()),
        forget(spans, edited.spans()));
  }

  /** Which rows an edit changed. */
  record Edited(java.util.BitSet resources, java.util.BitSet scopes, java.util.BitSet spans) {}

  private static int[] forget(int[] ranges, java.util.BitSet rows) {
    if (rows.isEmpty()) {
      return ranges;
    }
    int[] kept = Arrays.copyOf(ranges, ranges.length);
    rows.stream().forEach(row -> kept[2 * row] = EDITED);
    return kept;
  }

  long bytes() {
    return Columns.bytes(resources) + Columns.bytes(scopes) + Columns.bytes(spans);
  }
}
