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

/** A condition that a span's scope, or the resource of that, decides. */
final class ScopeCondition implements PageCondition {
  private final ScopeTest test;
  private final long[] filterEntries; // none where the filter cannot tell

  /** Whether a row of the scopes of a batch may fulfil the condition. */
  @FunctionalInterface
  interface ScopeTest {
    boolean mayMatch(SpanBatch scopes, int scope);
  }

  ScopeCondition(ScopeTest test, long... filterEntries) {
    this.test = test;
    this.filterEntries = filterEntries;
  }

  /** The span's service has this name. */
  static ScopeCondition service(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    return new ScopeCondition(
        (batch, scope) -> {
          int service = batch.resources().serviceName(batch.scopes().resource(scope));
          return batch.strings().equalTo(Math.max(service, 0), wanted); // 0 is "": no name
        },
        pseudoEntry(FilterEntry.SERVICE, wanted));
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
        wanted.filterEntries());
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
    return filterEntries.length == 0 ? null : block.groupsWithAny(meter, filterEntries);
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    SpanBatch scopes = group.scopes();
    boolean[] matching = new boolean[scopes.scopes().size()];
    int count = 0;
    for (int scope = 0; scope < matching.length; scope++) {
      matching[scope] = test.mayMatch(scopes, scope);
      count += matching[scope] ? 1 : 0;
    }
    if (count == 0) {
      rows.clear();
    } else if (count < matching.length) {
      keep(matching, group.scopeRows(), rows);
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
