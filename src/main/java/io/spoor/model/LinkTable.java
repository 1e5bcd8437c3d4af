// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The links of a batch's spans, as sparse rows: those of span {@code s} are {@code [start(s),
 * end(s))}, in the order in which they came. Immutable.
 */
public final class LinkTable {
  private final int[] starts;
  private final long[] ids; // trace id high, trace id low, span id: three a link
  private final int @Nullable [] traceStates;
  private final int @Nullable [] flags;
  private final int @Nullable [] droppedAttributesCounts;
  private final AttributeTable attributes;

  LinkTable(
      int[] starts,
      long[] ids,
      int @Nullable [] traceStates,
      int @Nullable [] flags,
      int @Nullable [] droppedAttributesCounts,
      AttributeTable attributes) {
    this.starts = starts;
    this.ids = ids;
    this.traceStates = traceStates;
    this.flags = flags;
    this.droppedAttributesCounts = droppedAttributesCounts;
    this.attributes = attributes;
  }

  /** Number of links of all spans. */
  public int size() {
    return ids.length / 3;
  }

  /** First link of a span. */
  public int start(int span) {
    return starts[span];
  }

  /** One past the last link of a span. */
  public int end(int span) {
    return starts[span + 1];
  }

  /** High half of the linked trace's id. */
  public long traceIdHigh(int link) {
    return ids[3 * link];
  }

  /** Low half of the linked trace's id. */
  public long traceIdLow(int link) {
    return ids[3 * link + 1];
  }

  /** Id of the linked span. */
  public long spanId(int link) {
    return ids[3 * link + 2];
  }

  /** String index of the link's trace state. */
  public int traceState(int link) {
    return Columns.at(traceStates, link);
  }

  /** {@code Link.flags}. */
  public int flags(int link) {
    return Columns.at(flags, link);
  }

  /** {@code Link.dropped_attributes_count}, unsigned. */
  public int droppedAttributesCount(int link) {
    return Columns.at(droppedAttributesCounts, link);
  }

  /** Attributes; the owner is the link's row. */
  public AttributeTable attributes() {
    return attributes;
  }

  LinkTable select(int[] spans) {
    return ofLinks(Columns.selectStarts(starts, spans), Columns.children(starts, spans));
  }

  /** This table without some links. */
  LinkTable without(BitSet removed) {
    int[] newStarts = new int[starts.length];
    int[] kept = new int[size() - removed.cardinality()];
    int count = 0;
    for (int span = 0; span < starts.length - 1; span++) {
      for (int link = starts[span]; link < starts[span + 1]; link++) {
        if (!removed.get(link)) {
          kept[count++] = link;
        }
      }
      newStarts[span + 1] = count;
    }
    return ofLinks(newStarts, kept);
  }

  private LinkTable ofLinks(int[] newStarts, int[] links) {
    long[] selectedIds = new long[3 * links.length];
    for (int i = 0; i < links.length; i++) {
      System.arraycopy(ids, 3 * links[i], selectedIds, 3 * i, 3);
    }
    return new LinkTable(
        newStarts,
        selectedIds,
        Columns.selectSparse(traceStates, links),
        Columns.selectSparse(flags, links),
        Columns.selectSparse(droppedAttributesCounts, links),
        attributes.select(links));
  }

  LinkTable withAttributes(AttributeTable newAttributes) {
    return new LinkTable(starts, ids, traceStates, flags, droppedAttributesCounts, newAttributes);
  }

  LinkTable renumbered(StringRenumbering strings) {
    return new LinkTable(
        starts,
        ids,
        strings.ofSparse(traceStates),
        flags,
        droppedAttributesCounts,
        attributes.renumbered(strings));
  }

  long bytes() {
    return Columns.bytes(starts)
        + 16
        + 8L * ids.length
        + Columns.bytes(traceStates)
        + Columns.bytes(flags)
        + Columns.bytes(droppedAttributesCounts)
        + attributes.bytes();
  }
}
