// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.TestSeed;
import io.spoor.config.MemoryConfig;
import io.spoor.storage.MemoryComparison;
import io.spoor.storage.RandomComparison;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.memory.MemoryTraceStorage;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random batches and queries, while spans move from the log to heads, blocks and merged blocks. */
class ReadRandomTest {

  @Test
  void everyCall_answersAsTheNaiveModelThroughSealingMergingAndRestarts() throws Exception {
    Random random = TestSeed.random();
    RandomComparison comparison = new RandomComparison(random);
    StoreTraceStorage storage = new StoreTraceStorage(written -> {});
    try {
      StorageProbe probe = new StorageProbe(storage);
      for (int round = 0; round < 15; round++) {
        for (int i = 0; i < 4; i++) {
          probe.write(comparison.batch(60));
          move(storage, random);
        }
        comparison.compare(probe);
      }
      comparison.compareTraces(probe);
    } finally {
      storage.close();
    }
  }

  @Test
  void everyCall_answersAsMemoryThroughSealingMergingAndRestarts() throws Exception {
    Random random = TestSeed.random();
    MemoryTraceStorage memory = new MemoryTraceStorage(new MemoryConfig(1_000_000, 1L << 30));
    StoreTraceStorage storage = new StoreTraceStorage(written -> {});
    try {
      MemoryComparison comparison =
          new MemoryComparison(random, new StorageProbe(memory), new StorageProbe(storage));
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 4; i++) {
          comparison.write(60);
          move(storage, random);
        }
        comparison.compare(40);
      }
      comparison.compareTraces();
    } finally {
      storage.close();
      StorageProbe.await(memory.close());
    }
  }

  private static void move(StoreTraceStorage storage, Random random) throws Exception {
    switch (random.nextInt(8)) {
      case 0, 1 -> storage.seal();
      case 2 -> {
        storage.seal();
        storage.merge();
      }
      case 3 -> storage.restart();
      default -> {
        // stays where it is
      }
    }
  }
}
