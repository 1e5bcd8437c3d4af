// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** Is shown strings of batches. */
@FunctionalInterface
public interface StringVisitor {

  /** String {@code string} of this batch. */
  void visit(SourceBatch source, int string);
}
