// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.FileSystemDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on one log, on the real file system. */
class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final int RECORDS = 400; // of each

  @TempDir private Path folder;

  private final List<Integer> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
  private final List<String> threads = Collections.synchronizedList(new ArrayList<>());

  @Test
  void recordsOfManyThreadsAreToldAndComeBackInTheSameOrder() throws Exception {
    try (TestLog log = open()) {
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      try {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          int first = thread * RECORDS;
          tasks.add(() -> append(log, first));
        }
        for (Future<Boolean> done : pool.invokeAll(tasks)) {
          assertThat(done.get()).isTrue();
        }
      } finally {
        pool.shutdownNow();
      }
    }
    assertThat(told).hasSize(THREADS * RECORDS).doesNotHaveDuplicates();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(threads).containsOnly("test-log");
    try (TestLog log = open()) {
      assertThat(log.replayedIds()).isEqualTo(told);
      assertThat(log.replayed()).extracting(LogRecord::sequence).isEqualTo(sequences);
    }
  }

  private TestLog open() throws Exception {
    return new TestLog(
        new FileSystemDisk(), folder, TestLog.config(Durability.FSYNC, 1 << 14, 1 << 30), -1);
  }

  private boolean append(TestLog log, int first) {
    List<TestAppend> mine = new ArrayList<>();
    for (int id = first; id < first + RECORDS; id++) {
      TestAppend append = new TestAppend(id);
      mine.add(append);
      assertThat(log.log().append(new Noting(append))).isTrue();
      log.log().release(-1); // wakes the log's thread for nothing
      if (id % 50 == 0) {
        append.await();
      }
    }
    return mine.stream().allMatch(append -> append.await() >= 0 && append.ends() == 1);
  }

  /** Notes the order in which ends are told. */
  private final class Noting implements Append {
    private final TestAppend append;

    Noting(TestAppend append) {
      this.append = append;
    }

    @Override
    public String tenant() {
      return append.tenant();
    }

    @Override
    public byte[] body() {
      return append.body();
    }

    @Override
    public void durable(long sequence) {
      told.add(append.id());
      sequences.add(sequence);
      threads.add(Thread.currentThread().getName());
      append.durable(sequence);
    }

    @Override
    public void failed(Exception cause) {
      append.failed(cause);
    }
  }
}
