// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import java.util.BitSet;

/** What killed processes said of their batches, and what was found of the others. */
final class CrashLog {
  private final BitSet acknowledged = new BitSet();
  private final BitSet refused = new BitSet();
  private final BitSet known = new BitSet(); // acknowledged or not, it was looked for
  private final BitSet found = new BitSet();
  private int sent;
  private int sentAgain;
  private long spans; // of what was found

  /** Takes a line of a process. */
  void add(String what, int batch) {
    switch (what) {
      case CrashingWriter.SENT -> sent = Math.max(sent, batch + 1);
      case CrashingWriter.SENT_AGAIN -> sentAgain++;
      case CrashingWriter.ACKNOWLEDGED -> acknowledged.set(batch);
      case CrashingWriter.REFUSED -> refused.set(batch);
      default -> throw new AssertionError(what + " " + batch);
    }
  }

  /** Batches that were sent; their numbers are below. */
  int sent() {
    return sent;
  }

  /** How often one was sent that had been acknowledged before. */
  int sentAgain() {
    return sentAgain;
  }

  int acknowledged() {
    return acknowledged.cardinality();
  }

  /** Whether the batch must be there. */
  boolean mustBeThere(int batch) {
    return acknowledged.get(batch) || (known.get(batch) && found.get(batch));
  }

  /** Whether the batch must not be there: refused, or missed once. */
  boolean mustBeMissing(int batch) {
    return !acknowledged.get(batch)
        && (batch >= sent || refused.get(batch) || (known.get(batch) && !found.get(batch)));
  }

  /** Says how many spans of a batch are there, all or none, which stays so from now on. */
  void found(int batch, int itsSpans) {
    spans += known.get(batch) ? 0 : itsSpans;
    known.set(batch);
    found.set(batch, itsSpans > 0);
  }

  /** Spans of all batches that were found. */
  long spans() {
    return spans;
  }

  boolean isThere(int batch) {
    return found.get(batch);
  }
}
