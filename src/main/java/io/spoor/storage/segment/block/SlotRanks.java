// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * Where the values of an owner's attributes stand in their columns: as many as attributes of the
 * same slot come before. Counts are kept for every {@link #FRAME}th owner; from there, or from the
 * owner asked for last, they are counted on. So owners in a row cost nothing beside themselves, and
 * few owners of many cost little. Not thread-safe.
 */
// Hot path: asked for every span of a block that is merged.
final class SlotRanks {
  private static final int FRAME = 128;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final int[] shapes; // by owner
  private final int[] shapeStarts; // where the slots of a shape begin
  private final int[] slots;
  private final int[][] frames; // by frame of owners and slot; one more than frames
  private final int[] next; // by slot, before the owner
  private int owner;

  SlotRanks(int[] shapes, int[] shapeStarts, int[] slots, int slotCount) {
    this.shapes = shapes;
    this.shapeStarts = shapeStarts;
    this.slots = slots;
    this.next = new int[slotCount];
    int count = (shapes.length + FRAME - 1) / FRAME;
    this.frames = new int[count + 1][];
    frames[0] = new int[slotCount];
    int[] times = new int[shapeStarts.length - 1]; // by shape, within a frame
    for (int frame = 0; frame < count; frame++) {
      frames[frame + 1] = frames[frame].clone();
      int end = Math.min(shapes.length, (frame + 1) * FRAME);
      for (int i = frame * FRAME; i < end; i++) {
        times[shapes[i]]++;
      }
      for (int i = frame * FRAME; i < end; i++) {
        addShape(frames[frame + 1], shapes[i], times[shapes[i]]);
        times[shapes[i]] = 0;
      }
    }
  }

  private void addShape(int[] counts, int shape, int times) {
    for (int i = shapeStarts[shape]; times > 0 && i < shapeStarts[shape + 1]; i++) {
      counts[slots[i]] += times;
    }
  }

  /** Number of all values with this slot. */
  int count(int slot) {
    return frames[frames.length - 1][slot];
  }

  /** Goes to an owner, whose values are then taken in their order. */
  void moveTo(int newOwner) {
    if (newOwner < owner || newOwner - owner > FRAME) {
      int frame = newOwner / FRAME;
      System.arraycopy(frames[frame], 0, next, 0, next.length);
      owner = frame * FRAME;
    }
    for (; owner < newOwner; owner++) {
      addShape(next, shapes[owner], 1);
    }
    owner = UNKNOWN; // until all of its values were taken
  }

  /** Position of the owner's next value with this slot. */
  int take(int slot) {
    return next[slot]++;
  }

  /** All values of the owner before this one were taken. */
  void moved(int newOwner) {
    owner = newOwner;
  }
}
