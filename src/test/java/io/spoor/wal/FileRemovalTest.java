// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.Disk;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FileRemovalTest {
  private final FaultyDisk disk = new FaultyDisk();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch allowed = new CountDownLatch(1);

  @Test
  void recordsAreAcknowledgedWhileAFileIsBeingDeleted() throws Exception {
    try (TestLog log = new TestLog(slowToDelete())) {
      long last = appendAll(log, 0, 20);
      Path oldest = disk.list(TestLog.FOLDER).get(0);
      log.log().release(last);
      begun.await();

      assertThat(disk.list(TestLog.FOLDER)).contains(oldest);
      assertThat(log.append(20).isDurable()).isTrue();
      assertThat(log.log().unready()).isEmpty();
      allowed.countDown();
    }
    assertThat(disk.list(TestLog.FOLDER)).hasSizeLessThan(3);
    assertThat(disk.violations()).isEmpty();
  }

  @Test
  void aLogIsFullUntilItsFilesAreGone() throws Exception {
    Disk slow = slowToDelete();
    try (TestLog log = new TestLog(slow, TestLog.config(Durability.FSYNC, 400, 400))) {
      int id = 0;
      long last = -1;
      while (log.log().unready().isEmpty()) {
        last = log.append(id++).sequence();
        assertThat(id).isLessThan(100);
      }
      log.log().release(last);
      begun.await();

      assertThat(log.log().unready()).get().asString().contains("the log is full");
      allowed.countDown();
      await().atMost(30, SECONDS).until(() -> log.log().unready().isEmpty());
    }
  }

  @Test
  void aFileThatCannotBeDeletedIsTriedAgainBeforeThoseAfterIt() throws Exception {
    try (TestLog log = new TestLog(disk)) {
      long last = appendAll(log, 0, 20);
      List<Path> before = disk.list(TestLog.FOLDER);
      disk.failAt(disk.calls(), Fault.FAILS, false);
      log.log().release(last);

      await().atMost(30, SECONDS).until(() -> disk.list(TestLog.FOLDER).size() == 1);
      assertThat(disk.list(TestLog.FOLDER))
          .isEqualTo(before.subList(before.size() - 1, before.size()));
      assertThat(log.append(20).isDurable()).isTrue();
    }
    try (TestLog log = new TestLog(disk.crash(Kept.EVERYTHING, new Random(3)))) {
      assertThat(log.replayedIds()).contains(20).hasSizeLessThan(5);
    }
  }

  private static long appendAll(TestLog log, int from, int to) {
    long last = -1;
    for (int id = from; id < to; id++) {
      last = log.append(id).sequence();
    }
    return last;
  }

  /** The disk, but that no file is deleted before it is allowed. */
  private Disk slowToDelete() {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                begun.countDown();
                if (!allowed.await(30, SECONDS)) {
                  throw new IOException("nobody has allowed it");
                }
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
