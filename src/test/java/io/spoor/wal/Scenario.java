// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.disk.FaultyDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A short life of a log, with groups of one and of several records, files that follow each other,
 * and a release; and what must hold after it, whatever happened.
 */
final class Scenario {
  private final FaultyDisk disk;
  private final List<TestAppend> taken = new ArrayList<>();
  private final List<TestAppend> refused = new ArrayList<>();
  private final Set<Integer> failedForCertain = new TreeSet<>();
  private long released = -1;

  Scenario(FaultyDisk disk) {
    this.disk = disk;
  }

  /** Runs it to its end, or until the log cannot be opened. */
  void run() {
    try (TestLog log = new TestLog(disk)) {
      append(log, 0);
      appendGroup(log, 1, 3);
      TestAppend fifth = append(log, 5);
      append(log, 6);
      appendGroup(log, 7, 4);
      if (fifth.isDurable()) {
        released = fifth.sequence();
        log.log().release(released);
      }
      append(log, 12);
      append(log, 13);
      appendGroup(log, 14, 2);
    } catch (IOException expected) { // the disk failed before the log was open
      assertThat(taken).isEmpty();
    }
  }

  /** Checks what was told, and what a log gives back that is opened afterwards. */
  void check(FaultyDisk reopened) throws IOException {
    assertThat(disk.violations()).isEmpty();
    assertThat(taken).allSatisfy(append -> assertThat(append.ends()).isEqualTo(1));
    assertThat(refused).allSatisfy(append -> assertThat(append.ends()).isZero());
    List<LogRecord> found;
    try (TestLog log = new TestLog(reopened)) {
      found = List.copyOf(log.replayed());
      checkFound(found);
      assertThat(log.append(99).isDurable()).as("the log can be used again").isTrue();
    }
    try (TestLog log = new TestLog(reopened)) {
      List<Integer> expected =
          new ArrayList<>(found.stream().map(record -> TestAppend.id(record.body())).toList());
      expected.add(99);
      assertThat(log.replayedIds()).isEqualTo(expected);
    }
    assertThat(reopened.violations()).isEmpty();
  }

  private void checkFound(List<LogRecord> found) {
    assertThat(found).extracting(LogRecord::sequence).isSorted().doesNotHaveDuplicates();
    List<Integer> ids = found.stream().map(record -> TestAppend.id(record.body())).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids).noneMatch(failedForCertain::contains);
    assertThat(ids).noneMatch(id -> refused.stream().anyMatch(append -> append.id() == id));
    assertThat(ids)
        .isSubsetOf(taken.stream().map(TestAppend::id).toList())
        .containsAll(
            taken.stream()
                .filter(append -> append.sequence() > released)
                .map(TestAppend::id)
                .toList());
    for (LogRecord record : found) {
      TestAppend append = byId(TestAppend.id(record.body()));
      assertThat(record.body()).isEqualTo(append.body());
      assertThat(record.tenant()).isEqualTo(append.tenant());
      if (append.isDurable()) {
        assertThat(record.sequence()).isEqualTo(append.sequence());
      }
    }
  }

  /** What was told, for the message of a failure. */
  String told() {
    return taken.stream()
        .map(append -> append.id() + (append.isDurable() ? "+" : "-"))
        .collect(Collectors.joining(" "));
  }

  /** How many records became durable. */
  long durable() {
    return taken.stream().filter(TestAppend::isDurable).count();
  }

  private TestAppend byId(int id) {
    return taken.stream().filter(append -> append.id() == id).findFirst().orElseThrow();
  }

  private TestAppend append(TestLog log, int id) {
    TestAppend append = new TestAppend(id);
    offer(log, append);
    await(append);
    return append;
  }

  /** One record, and this many more while the log's thread is busy with it: they are one group. */
  private void appendGroup(TestLog log, int id, int more) {
    TestAppend[] group = new TestAppend[more];
    Arrays.setAll(group, i -> new TestAppend(id + 1 + i));
    TestAppend first =
        new TestAppend(
            id,
            20,
            () -> {
              for (TestAppend append : group) {
                offer(log, append);
              }
            });
    offer(log, first);
    if (isTaken(first)) {
      await(first);
      for (TestAppend append : group) {
        await(append);
      }
    }
  }

  private synchronized void offer(TestLog log, TestAppend append) {
    (log.log().append(append) ? taken : refused).add(append);
  }

  private synchronized boolean isTaken(TestAppend append) {
    return taken.contains(append);
  }

  private void await(TestAppend append) {
    if (!isTaken(append)) {
      return;
    }
    append.await();
    Exception failure = append.failure();
    if (failure != null && !(failure instanceof UncertainAppendException) && !disk.isStopped()) {
      failedForCertain.add(append.id());
    }
  }
}
