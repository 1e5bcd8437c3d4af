// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.Level;
import io.spoor.storage.segment.block.RowGroup.ValueColumn;
import java.io.IOException;
import java.util.BitSet;

/** The span may have an attribute: itself, or, if asked, its scope, resource, events or links. */
final class AttributeCondition implements PageCondition {
  private final WantedValue wanted;
  private final boolean isAnyLevel;
  private final ScopeCondition scope;

  private AttributeCondition(WantedValue wanted, boolean isAnyLevel) {
    this.wanted = wanted;
    this.isAnyLevel = isAnyLevel;
    this.scope =
        new ScopeCondition(
            (batch, row) ->
                wanted.mayHave(batch.strings(), batch.scopes().attributes(), row)
                    || wanted.mayHave(
                        batch.strings(),
                        batch.resources().attributes(),
                        batch.scopes().resource(row)));
  }

  /** At any level. */
  static AttributeCondition any(WantedValue wanted) {
    return new AttributeCondition(wanted, true);
  }

  /** On the span itself. */
  static AttributeCondition span(WantedValue wanted) {
    return new AttributeCondition(wanted, false);
  }

  @Override
  public BitSet groups(Block block, ReadMeter meter) throws IOException {
    return wanted.groups(block, meter);
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    BitSet found = owners(group, Level.SPAN);
    if (isAnyLevel) {
      addRows(owners(group, Level.EVENT), group, Level.EVENT, found);
      addRows(owners(group, Level.LINK), group, Level.LINK, found);
      BitSet inScope = (BitSet) rows.clone();
      scope.narrow(group, inScope);
      found.or(inScope);
    }
    rows.and(found);
  }

  private static void addRows(BitSet owners, RowGroup group, Level level, BitSet rows)
      throws IOException {
    if (!owners.isEmpty()) {
      int[] rowOf = level == Level.EVENT ? group.eventOwners() : group.linkOwners();
      owners.stream().forEach(owner -> rows.set(rowOf[owner]));
    }
  }

  /** The spans, events or links that may have the attribute. */
  private BitSet owners(RowGroup group, Level level) throws IOException {
    BitSet owners = new BitSet();
    for (ValueColumn column : group.values(level, wanted.key())) {
      if (wanted.mayBe(column.type())) {
        addOwners(column, owners);
      }
    }
    for (int owner : group.ownersWithOverflow(level)) {
      owners.set(owner);
    }
    return owners;
  }

  private void addOwners(ValueColumn column, BitSet found) throws IOException {
    BitSet positions = positions(column);
    if (positions.isEmpty()) {
      return;
    }
    if (column.isOnePerOwner()) {
      found.or(positions);
      return;
    }
    int[] owners = column.owners();
    for (int at = positions.nextSetBit(0); at >= 0; at = positions.nextSetBit(at + 1)) {
      found.set(owners[at]);
    }
  }

  /** Positions in a column whose values may have the wanted text. */
  private BitSet positions(ValueColumn column) throws IOException {
    BitSet positions = new BitSet();
    AttributeType type = column.type();
    if (type == AttributeType.STRING) {
      column.find(wanted.text(), positions);
    } else if (type.isStored() || type == AttributeType.EMPTY) {
      positions.set(0, column.owners().length); // only their texts could tell
    } else if (type == AttributeType.DOUBLE) {
      long[] values = column.longs();
      for (int at = 0; at < values.length; at++) {
        positions.set(at, wanted.mayBe(type, values[at]));
      }
    } else {
      column.find(wanted.number(type), positions);
    }
    return positions;
  }
}
