// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that writes as fast as it can is killed at random moments: while it replays, writes,
 * seals and merges; {@code -Dtests.crashes=200} for the long run.
 */
class CrashTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);
  private static final int CRASHES = Integer.getInteger("tests.crashes", 4);
  private static final int MAX_OPENING_MILLIS = 120;
  private static final int MAX_RUN_MILLIS = 600;

  @TempDir private Path folder;

  private final Random random = TestSeed.random();
  private final long seed = random.nextLong();
  private final CrashLog told = new CrashLog();

  @Test
  void killedProcessLosesNothingAcknowledgedAndInventsNothing() throws Exception {
    int killedOpening = 0;
    CrashedStore check = new CrashedStore(folder, seed, told, random);
    for (int crash = 1; crash <= CRASHES; crash++) {
      killedOpening += runAndKill(crash > CRASHES / 2) ? 0 : 1;
      if (crash == CRASHES || random.nextInt(3) > 0) { // or the next process replays what is there
        check.check(headBytes(), fanIn());
      }
    }
    check.checkAll(headBytes(), fanIn());
    log.info(
        "kills={} while-opening={} batches={} acknowledged={} spans={} replayed={}",
        CRASHES,
        killedOpening,
        told.sent(),
        told.acknowledged(),
        told.spans(),
        check.replayed());
    assertThat(told.acknowledged()).as("batches acknowledged before the kills").isPositive();
  }

  private long headBytes() {
    return 1L << (16 + random.nextInt(7));
  }

  private int fanIn() {
    return 2 + random.nextInt(3);
  }

  /**
   * Runs a process for a while.
   *
   * @param sendsAgain whether it sends some batches twice; without, spans can be counted exactly
   * @return whether it had opened the store before it was killed
   */
  private boolean runAndKill(boolean sendsAgain) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                folder.toString(),
                String.valueOf(headBytes()),
                String.valueOf(fanIn()),
                String.valueOf(seed),
                String.valueOf(told.sent()),
                String.valueOf(sendsAgain))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return readAndKill(process, lines);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private boolean readAndKill(Process process, BufferedReader lines)
      throws IOException, InterruptedException {
    assertThat(lines.readLine()).startsWith(CrashingWriter.OPENING);
    @Nullable Thread killer = null;
    if (random.nextInt(4) == 0) {
      killer = killAfter(process, random.nextInt(MAX_OPENING_MILLIS));
    }
    boolean opened = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(CrashingWriter.OPENED)) {
        opened = true;
        killer = killer == null ? killAfter(process, random.nextInt(MAX_RUN_MILLIS)) : killer;
      } else {
        told.add(words[0], Integer.parseInt(words[1]));
      }
    }
    requireNonNull(killer, "killer: the process ended before it was opened").join();
    return opened;
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
}
