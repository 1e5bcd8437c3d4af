// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.FileSystemDisk;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The process that {@link CrashTest} kills: appends until then, and says on its output which
 * records are durable.
 */
final class CrashingAppender {
  static final String OPENED = "opened";
  static final WalConfig CONFIG = TestLog.config(Durability.FSYNC, 1 << 20, 1 << 30);

  private static final int IN_FLIGHT = 16;
  private static final int MAX_BYTES = 40_000;

  private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
  private final Semaphore permits = new Semaphore(IN_FLIGHT);

  /** Takes the folder and the sequence that is released. */
  public static void main(String[] args) throws Exception {
    try (TestLog log =
        new TestLog(new FileSystemDisk(), Path.of(args[0]), CONFIG, Long.parseLong(args[1]))) {
      new CrashingAppender().run(log.log());
    }
  }

  /** The record of an id, as both processes know it. */
  static TestAppend record(int id, Runnable whenEnded) {
    return new TestAppend(id, 10 + Math.floorMod(id * 7919, MAX_BYTES), whenEnded);
  }

  private void run(WriteAheadLog log) throws InterruptedException {
    say(OPENED);
    for (int id = 0; ; id++) {
      permits.acquire();
      if (!log.append(new Telling(record(id, permits::release)))) {
        throw new IllegalStateException("refused: " + log.unready());
      }
    }
  }

  private void say(String line) {
    try {
      output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) { // who reads it has gone
      throw new UncheckedIOException(e);
    }
  }

  private final class Telling implements Append {
    private final TestAppend append;

    Telling(TestAppend append) {
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
      say(append.id() + " " + sequence + " ");
      append.durable(sequence);
    }

    @Override
    public void failed(Exception cause) {
      throw new IllegalStateException(cause);
    }
  }
}
