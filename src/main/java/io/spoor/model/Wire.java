// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Where the parts of a batch lie in the OTLP protobuf body that they came in.
 *
 * <p>A range is the content of a message, without its tag and length. An edit keeps it, and says
 * that the columns no longer agree with it. The body may hold more spans than the batch; {@link
 * #isWhole()} says that it holds exactly these, unchanged. Immutable; the body is shared and must
 * never be written to.
 */
public final class Wire {
  private final byte[] body;
  private final boolean whole;
  private final int[] resources; // start (~start when edited), end: two a row, in all three
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

  /** Start of a {@code ResourceSpans} as it came. */
  public int resourceStart(int row) {
    int start = resources[2 * row];
    return start >= 0 ? start : ~start;
  }

  /** Whether the resource of a {@code ResourceSpans} was changed. */
  public boolean isResourceEdited(int row) {
    return resources[2 * row] < 0;
  }

  /** End of a {@code ResourceSpans}. */
  public int resourceEnd(int row) {
    return resources[2 * row + 1];
  }

  /** Start of a {@code ScopeSpans} as it came. */
  public int scopeStart(int row) {
    int start = scopes[2 * row];
    return start >= 0 ? start : ~start;
  }

  /** Whether the scope of a {@code ScopeSpans} was changed. */
  public boolean isScopeEdited(int row) {
    return scopes[2 * row] < 0;
  }

  /** End of a {@code ScopeSpans}. */
  public int scopeEnd(int row) {
    return scopes[2 * row + 1];
  }

  /** Start of a {@code Span} as it came. */
  public int spanStart(int row) {
    int start = spans[2 * row];
    return start >= 0 ? start : ~start;
  }

  /** Whether a {@code Span} was changed. */
  public boolean isSpanEdited(int row) {
    return spans[2 * row] < 0;
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
    if (edited.isNothing()) {
      return this;
    }
    return new Wire(
        body,
        false,
        forget(resources, edited.resources()),
        forget(scopes, edited.scopes()),
        forget(spans, edited.spans()));
  }

  /** Which rows an edit changed. */
  record Edited(BitSet resources, BitSet scopes, BitSet spans) {
    boolean isNothing() {
      return resources.isEmpty() && scopes.isEmpty() && spans.isEmpty();
    }
  }

  private static int[] forget(int[] ranges, BitSet rows) {
    if (rows.isEmpty()) {
      return ranges;
    }
    int[] kept = Arrays.copyOf(ranges, ranges.length);
    rows.stream().filter(row -> kept[2 * row] >= 0).forEach(row -> kept[2 * row] = ~kept[2 * row]);
    return kept;
  }

  long bytes() {
    return Columns.bytes(resources) + Columns.bytes(scopes) + Columns.bytes(spans);
  }
}
