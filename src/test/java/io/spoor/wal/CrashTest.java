// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.disk.FileSystemDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends as fast as it can is killed at random moments; {@code -Dtests.crashes=200}
 * for the long run.
 */
class CrashTest {
  private static final int CRASHES = Integer.getInteger("tests.crashes", 4);
  private static final int MAX_RUN_MILLIS = 400;

  @TempDir private Path folder;

  private final Random random = TestSeed.random();
  private long released = -1;

  @Test
  void killedProcessLosesNothingAcknowledged() throws Exception {
    long records = 0;
    for (int crash = 0; crash < CRASHES; crash++) {
      Map<Integer, Long> acknowledged = runAndKill();
      records += acknowledged.size();
      check(acknowledged);
    }
    assertThat(records).as("records acknowledged before the kills").isPositive();
  }

  /** Sequences by id, of the records that the process had told to be durable. */
  private Map<Integer, Long> runAndKill() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingAppender.class.getName(),
                folder.toString(),
                String.valueOf(released))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<Integer, Long> acknowledged = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(CrashingAppender.OPENED);
      Thread killer = killAfter(process, random.nextInt(MAX_RUN_MILLIS));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 3) { // all of the line
          acknowledged.put(Integer.parseInt(words[0]), Long.parseLong(words[1]));
        }
      }
      killer.join();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static Thread killAfter(Process process, int millis) {
    Thread killer =
        new Thread(
            () -> {
              try {
                process.waitFor(millis, TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              process.toHandle().destroyForcibly(); // SIGKILL; the other one closes the pipe
            });
    killer.start();
    return killer;
  }

  private void check(Map<Integer, Long> acknowledged) throws IOException {
    try (TestLog log =
        new TestLog(new FileSystemDisk(), folder, CrashingAppender.CONFIG, released)) {
      List<LogRecord> replayed = log.replayed();
      assertThat(replayed).extracting(LogRecord::sequence).isSorted().doesNotHaveDuplicates();
      Set<Integer> ids = new HashSet<>();
      for (LogRecord found : replayed) {
        int id = TestAppend.id(found.body());
        assertThat(ids.add(id)).as("record %s is there once", id).isTrue();
        assertThat(found.sequence()).isGreaterThan(released);
        assertThat(found.body()).isEqualTo(CrashingAppender.record(id, () -> {}).body());
        Long sequence = acknowledged.remove(id);
        assertThat(sequence == null || sequence == found.sequence()).isTrue();
      }
      assertThat(acknowledged).as("acknowledged and lost").isEmpty();
      assertThat(log.metric("wal.damaged.bytes")).isZero();
      if (!replayed.isEmpty()) {
        released = replayed.get(replayed.size() - 1).sequence();
      }
    }
  }
}
