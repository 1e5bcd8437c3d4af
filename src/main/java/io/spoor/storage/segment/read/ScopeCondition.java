// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.ByteHash;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A condition that a span's scope, or the resource of that, decides. Not thread-safe. */
final class ScopeCondition implements PageCondition {
  private final ScopeTest test;
  private final GroupTest groupTest;

  // Of the scopes that were tested last.
  private @Nullable SpanBatch tested;
  private boolean[] matching = {};
  private int count; // of matching ones
  private int last; // of those

  /** Whether a row of the scopes of a batch may fulfil the condition. */
  @FunctionalInterface
  interface ScopeTest {
    boolean mayMatch(SpanBatch scopes, int scope);
  }

  /** Groups of a block that may have a row; null when only the groups can tell. */
  @FunctionalInterface
  private interface GroupTest {
    @Nullable BitSet groups(Block block, ReadMeter meter) throws IOException;
  }

  ScopeCondition(ScopeTest test) {
    this(test, (block, meter) -> null);
  }

  private ScopeCondition(ScopeTest test, GroupTest groupTest) {
    this.test = test;
    this.groupTest = groupTest;
  }

  /** The span's service has this name. */
  static ScopeCondition service(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    long entry = pseudoEntry(FilterEntry.SERVICE, wanted);
    return new ScopeCondition(
        (batch, scope) -> {
          int service = batch.resources().serviceName(batch.scopes().resource(scope));
          return batch.strings().equalTo(Math.max(service, 0), wanted); // 0 is "": no name
        },
        (block, meter) -> block.groupsWithAny(meter, entry));
  }

  /** What the filter has of a service or an operation. */
  static long pseudoEntry(byte[] key, byte[] value) {
    return FilterEntry.text(ByteHash.of(key, 0, key.length), ByteHash.of(value, 0, value.length));
  }

  /** The span's resource may have an attribute. */
  static ScopeCondition resource(WantedValue wanted) {
    return new ScopeCondition(
        (batch, scope) ->
            wanted.mayHave(
                batch.strings(), batch.resources().attributes(), batch.scopes().resource(scope)),
        wanted::groups);
  }

  /** The scope has this name. */
  static ScopeCondition name(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    return new ScopeCondition(
        (batch, scope) -> batch.strings().equalTo(batch.scopes().name(scope), wanted));
  }

  /** The scope has this version. */
  static ScopeCondition version(String version) {
    byte[] wanted = version.getBytes(StandardCharsets.UTF_8);
    return new ScopeCondition(
        (batch, scope) -> batch.strings().equalTo(batch.scopes().version(scope), wanted));
  }

  @Override
  public @Nullable BitSet groups(Block block, ReadMeter meter) throws IOException {
    return groupTest.groups(block, meter);
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    test(group.scopes());
    if (count == 0) {
      rows.clear();
    } else if (count == 1 && matching.length > 1) {
      BitSet found = new BitSet(group.rows());
      group.findScope(last, found);
      rows.and(found);
    } else if (count < matching.length) {
      keep(matching, group.scopeRows(), rows);
    }
  }

  /** Tests each scope, unless they are the very ones of the group before. */
  private void test(SpanBatch scopes) {
    if (scopes == tested) {
      return;
    }
    tested = scopes;
    matching = new boolean[scopes.scopes().size()];
    count = 0;
    for (int scope = 0; scope < matching.length; scope++) {
      matching[scope] = test.mayMatch(scopes, scope);
      if (matching[scope]) {
        count++;
        last = scope;
      }
    }
  }

  private static void keep(boolean[] matching, long[] scopeRows, BitSet rows) {
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (!matching[(int) scopeRows[row]]) {
        rows.clear(row);
      }
    }
  }
}
