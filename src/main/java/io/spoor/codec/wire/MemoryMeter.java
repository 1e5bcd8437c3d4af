// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

import io.spoor.codec.Allowance;
import io.spoor.codec.TooLargeException;
import io.spoor.model.SpanBatchBuilder;

/**
 * Asks an {@link Allowance} for what a builder takes, while it takes it. Not thread-safe.
 *
 * <p>Asked for: what the built batch will retain beyond the body, and scratch memory beyond what a
 * decoder keeps between batches.
 */
public final class MemoryMeter {
  /** Scratch memory that a decoder keeps between batches. */
  public static final long KEPT_SCRATCH_BYTES = 2 << 20;

  /** Two bytes of input become at most some fifty of columns, so this much becomes 200 KiB. */
  private static final int STEP_BYTES = 8 << 10;

  private static final int CALLS_MASK = 15;

  private Allowance allowance = Allowance.UNLIMITED;
  private SpanBatchBuilder builder;
  private long grantedBytes;
  private long addedBytes;
  private int nextPosition;
  private int calls;

  /** Starts with an allowance without bounds. */
  public MemoryMeter(SpanBatchBuilder builder) {
    this.builder = builder;
  }

  /** Starts with the next body. */
  public void start(Allowance newAllowance, SpanBatchBuilder newBuilder) {
    allowance = newAllowance;
    builder = newBuilder;
    grantedBytes = 0;
    addedBytes = 0;
    nextPosition = STEP_BYTES;
  }

  /** To be called often, with the position reached in the input: asks once in a while. */
  public void reached(int position) {
    if (position >= nextPosition) {
      nextPosition = position + STEP_BYTES;
      check();
    }
  }

  /** To be called often, where no position is known: asks once in a while. */
  public void grown() {
    if ((++calls & CALLS_MASK) == 0) {
      check();
    }
  }

  /** Asks for what the builder took since the last time. */
  public void check() {
    long scratch = builder.capacityBytes() - KEPT_SCRATCH_BYTES;
    need(builder.builtBytes() + addedBytes + Math.max(0, scratch));
  }

  /** Asks for memory that is not the builder's. */
  public void add(long bytes) {
    addedBytes += bytes;
    check();
  }

  /** Asks for what is missing to {@code bytes} in all. */
  public void need(long bytes) {
    if (bytes > grantedBytes) {
      if (!allowance.tryGrow(bytes - grantedBytes)) {
        throw new TooLargeException("no memory for " + bytes + " bytes of decoded spans");
      }
      grantedBytes = bytes;
    }
  }
}
