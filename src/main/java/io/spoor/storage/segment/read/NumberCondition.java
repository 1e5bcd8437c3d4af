// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.storage.segment.block.RowGroup;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntPredicate;

/** A condition on the kind or the status code. */
final class NumberCondition implements PageCondition {
  private final Column column;
  private final IntPredicate test;

  private interface Column {
    long[] of(RowGroup group) throws IOException;
  }

  private NumberCondition(Column column, IntPredicate test) {
    this.column = column;
    this.test = test;
  }

  static NumberCondition kind(SpanKind wanted) {
    return new NumberCondition(RowGroup::kinds, kind -> SpanKind.of(kind) == wanted);
  }

  static NumberCondition status(StatusCode wanted) {
    return new NumberCondition(RowGroup::statusCodes, code -> StatusCode.of(code) == wanted);
  }

  /** The status is ERROR, or is not. */
  static NumberCondition error(boolean isError) {
    return new NumberCondition(
        RowGroup::statusCodes, code -> isError == (code == StatusCode.ERROR.number()));
  }

  @Override
  public void narrow(RowGroup group, BitSet rows) throws IOException {
    long[] numbers = column.of(group);
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (!test.test((int) numbers[row])) {
        rows.clear(row);
      }
    }
  }
}
