// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanKind;
import io.spoor.storage.OperationStatsCounter;
import io.spoor.storage.OperationStatsCounter.Counts;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.KnownStrings;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the operations of one block: each is looked up once, not once a span. Used by one
 * thread.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class OperationTable {
  private static final int INITIAL_SLOTS = 256;
  private static final int KINDS = SpanKind.values().length;
  private static final int NAME_BITS = 32;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final OperationStatsCounter counter;
  private final SpanBatchBuilder names = new SpanBatchBuilder().reset(); // numbers them
  private final KnownStrings known = new KnownStrings();
  private final Map<String, Integer> services = new HashMap<>();
  private long[] keys = new long[INITIAL_SLOTS]; // at most half full
  private @Nullable Counts[] counts = new Counts[INITIAL_SLOTS];
  private int size;

  OperationTable(OperationStatsCounter counter) {
    this.counter = counter;
  }

  /** The operations of the rows of a group of the block. */
  Rows of(RowGroup group) throws IOException {
    return new Rows(group);
  }

  /** The operations of one group's rows. */
  final class Rows {
    private final TextColumn column;
    private final long[] kinds;
    private final long[] scopeRows;
    private final String[] serviceOf; // by row of the scopes
    private final long[] serviceNumbers;

    private Rows(RowGroup group) throws IOException {
      column = group.names();
      kinds = group.kinds();
      scopeRows = group.scopeRows();
      serviceOf = GroupColumns.services(group.scopes());
      serviceNumbers = new long[serviceOf.length];
      for (int scope = 0; scope < serviceOf.length; scope++) {
        int next = services.size();
        serviceNumbers[scope] = services.computeIfAbsent(serviceOf[scope], absent -> next);
      }
    }

    /** The counts of a row's operation. */
    Counts counts(int row) {
      int scope = (int) scopeRows[row];
      SpanKind kind = SpanKind.of((int) kinds[row]);
      int name = column.intern(row, true, names.strings(), known);
      long key = (serviceNumbers[scope] * KINDS + kind.number()) << NAME_BITS | name;
      int slot = slot(key);
      Counts found = counts[slot];
      return found != null ? found : add(slot, key, lookedUp(row, scope, kind));
    }

    private Counts lookedUp(int row, int scope, SpanKind kind) {
      String name = new String(column.copy(row), StandardCharsets.UTF_8);
      return counter.of(serviceOf[scope], name, kind);
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long hash = key * GOLDEN;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (counts[slot] != null && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private Counts add(int slot, long key, Counts found) {
    keys[slot] = key;
    counts[slot] = found;
    if (++size * 2 > keys.length) {
      grow();
    }
    return found;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Counts[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new Counts[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}
