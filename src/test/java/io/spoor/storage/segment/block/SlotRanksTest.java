// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotRanksTest {
  private static final int SLOTS = 9;

  private final Random random = TestSeed.random();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shapes(int[] ofOwners, int[] starts, int[] slots) {}

  private Shapes shapes(int owners, int count) {
    int[] starts = new int[count + 1];
    for (int shape = 0; shape < count; shape++) {
      starts[shape + 1] = starts[shape] + random.nextInt(6);
    }
    int[] slots = random.ints(starts[count], 0, SLOTS).toArray();
    return new Shapes(random.ints(owners, 0, count).toArray(), starts, slots);
  }

  /** For each owner, the positions of its values. */
  private static int[][] counted(Shapes shapes, int[] next) {
    int[][] positions = new int[shapes.ofOwners().length][];
    for (int owner = 0; owner < positions.length; owner++) {
      int shape = shapes.ofOwners()[owner];
      int from = shapes.starts()[shape];
      positions[owner] = new int[shapes.starts()[shape + 1] - from];
      for (int i = 0; i < positions[owner].length; i++) {
        positions[owner][i] = next[shapes.slots()[from + i]]++;
      }
    }
    return positions;
  }

  @Test
  void tellsPositionsInWhateverOrderOwnersAreAsked() {
    for (int owners : new int[] {1, 127, 128, 129, 4096}) {
      Shapes shapes = shapes(owners, 1 + random.nextInt(40));
      int[] counts = new int[SLOTS];
      int[][] expected = counted(shapes, counts);
      SlotRanks ranks = new SlotRanks(shapes.ofOwners(), shapes.starts(), shapes.slots(), SLOTS);
      for (int slot = 0; slot < SLOTS; slot++) {
        assertThat(ranks.count(slot)).isEqualTo(counts[slot]);
      }
      int owner = 0;
      for (int asked = 0; asked < 2_000; asked++) {
        assertThat(taken(ranks, shapes, owner)).isEqualTo(expected[owner]);
        owner = random.nextInt(3) == 0 ? random.nextInt(owners) : (owner + 1) % owners;
      }
    }
  }

  private static int[] taken(SlotRanks ranks, Shapes shapes, int owner) {
    int shape = shapes.ofOwners()[owner];
    int from = shapes.starts()[shape];
    int[] positions = new int[shapes.starts()[shape + 1] - from];
    ranks.moveTo(owner);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = ranks.take(shapes.slots()[from + i]);
    }
    ranks.moved(owner + 1);
    return positions;
  }

  @Test
  void startsAgainAfterAnOwnerOfWhichNotAllWasTaken() {
    Shapes shapes = shapes(200, 5);
    int[][] expected = counted(shapes, new int[SLOTS]);
    SlotRanks ranks = new SlotRanks(shapes.ofOwners(), shapes.starts(), shapes.slots(), SLOTS);
    ranks.moveTo(150);
    ranks.take(shapes.slots().length == 0 ? 0 : shapes.slots()[0]);

    assertThat(taken(ranks, shapes, 150)).isEqualTo(expected[150]);
    assertThat(taken(ranks, shapes, 151)).isEqualTo(expected[151]);
  }
}
