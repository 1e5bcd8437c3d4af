// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.head.Head;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The head that is written, and when it is full, idle or old enough to become blocks. Used by one
 * thread at a time: that of recovery, then that of the head.
 */
final class HeadKeeper {
  private static final long FULL_WAIT_NANOS = 2_000_000;
  private static final long MAX_WAIT_NANOS = 200_000_000;

  private final HeadConfig config;
  private final StoreStates states;
  private final HeadRoom room;
  private final Sealer sealer;
  private final Clock clock;
  private final LongSupplier nanoTime;

  private long roomBytes; // that the active head has taken
  private long firstWriteNanos;
  private long lastWriteNanos;
  private boolean wanted;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();

  HeadKeeper(
      HeadConfig config,
      StoreStates states,
      HeadRoom room,
      Sealer sealer,
      Clock clock,
      LongSupplier nanoTime) {
    this.config = config;
    this.states = states;
    this.room = room;
    this.sealer = sealer;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a batch searchable.
   *
   * @param reservedBytes of the room, which becomes what it really takes
   * @return its spans without copies
   */
  int add(Tenant tenant, SpanBatch batch, long sequence, long reservedBytes) {
    Head head = states.get().active();
    boolean first = head.isEmpty();
    long before = head.bytes();
    int added = head.add(tenant, batch, sequence, clock.millis());
    long grown = head.bytes() - before;
    room.correct(grown - reservedBytes);
    roomBytes += grown;
    lastWriteNanos = nanoTime.getAsLong();
    if (first) {
      firstWriteNanos = lastWriteNanos;
    }
    return added;
  }

  /** Whether the head should become blocks as soon as the one before it has. */
  boolean isFull() {
    return states.get().active().bytes() >= config.maxBytes();
  }

  /** Has the head become blocks soon where a batch of this size has no room beside it. */
  void wantRoom(long bytes) {
    wanted |= states.get().active().bytes() + bytes > room.maxBytes();
  }

  /** Has the head become blocks soon; told when all that is in it now is there. */
  void wantRotation(CompletableFuture<Void> sealed) {
    waiting.add(sealed);
    wanted = true;
  }

  /** Begins another head when it is time to, and none is being sealed. */
  void rotateIfDue() {
    StoreState state = states.get();
    if (state.sealing() != null) {
      return;
    }
    if (state.active().isEmpty()) {
      waiting.forEach(future -> future.complete(null));
      waiting.clear();
      wanted = false;
    } else if (wanted || isFull() || nanosLeft() <= 0) {
      rotate();
    }
  }

  private void rotate() {
    SealJob job = SealJob.of(states.get().active(), roomBytes, waiting);
    states.update(before -> before.rotated(new Head()));
    roomBytes = 0;
    wanted = false;
    waiting = new ArrayList<>();
    sealer.submit(job);
  }

  private long nanosLeft() {
    long now = nanoTime.getAsLong();
    return Math.min(
        config.afterIdle().toNanos() - (now - lastWriteNanos),
        config.afterAge().toNanos() - (now - firstWriteNanos));
  }

  /** How long its thread may wait for the next write. */
  long maxWaitNanos() {
    if (wanted || isFull()) {
      return FULL_WAIT_NANOS; // the sealer may be done by then
    }
    return states.get().active().isEmpty()
        ? MAX_WAIT_NANOS
        : Math.max(FULL_WAIT_NANOS, Math.min(MAX_WAIT_NANOS, nanosLeft()));
  }
}
