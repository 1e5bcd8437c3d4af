// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.TraceStorage;
import io.vertx.core.AsyncResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link CrashTest} kills: writes until then, and says on its output what it is
 * about to write, and what was acknowledged or refused.
 */
final class CrashingWriter {
  static final String OPENING = "opening";
  static final String OPENED = "opened";
  static final String SENT = "sent";
  static final String SENT_AGAIN = "again";
  static final String ACKNOWLEDGED = "acknowledged";
  static final String REFUSED = "refused";

  private static final int IN_FLIGHT = 16;
  private static final long PAUSE_NANOS = 1_000_000;

  private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
  private final Semaphore permits = new Semaphore(IN_FLIGHT);
  private final AtomicInteger lastAcknowledged = new AtomicInteger(-1);
  private final CrashLoad load;
  private final TraceStorage storage;

  private CrashingWriter(CrashLoad load, TraceStorage storage) {
    this.load = load;
    this.storage = storage;
  }

  /**
   * Takes the folder, the size of a head, the fan-in, the seed of the load, its first batch, and
   * whether to send some twice.
   */
  public static void main(String[] args) throws Exception {
    TraceStorage storage =
        new SegmentTraceStorage(
            CrashLoad.config(Path.of(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2])),
            new SimpleMeterRegistry(),
            spans -> {});
    CrashingWriter writer = new CrashingWriter(new CrashLoad(Long.parseLong(args[3])), storage);
    writer.say(OPENING, 0);
    StorageProbe.await(storage.open());
    writer.say(OPENED, 0);
    writer.run(Integer.parseInt(args[4]), Boolean.parseBoolean(args[5]));
  }

  private void run(int first, boolean sendsAgain) throws InterruptedException {
    for (int batch = first; ; batch++) {
      send(batch, SENT);
      int again = lastAcknowledged.get();
      if (sendsAgain && batch % 16 == 0 && again >= 0) {
        send(again, SENT_AGAIN);
      }
    }
  }

  private void send(int batch, String what) throws InterruptedException {
    permits.acquire();
    say(what, batch);
    storage
        .writer()
        .write(CrashLoad.tenant(batch), load.spans(batch))
        .onComplete(result -> ended(batch, what, result));
  }

  private void ended(int batch, String what, AsyncResult<WriteResult> result) {
    if (result.succeeded()) {
      say(ACKNOWLEDGED, batch);
      lastAcknowledged.set(batch);
    } else {
      if (what.equals(SENT)) {
        say(REFUSED, batch);
      }
      LockSupport.parkNanos(PAUSE_NANOS); // sealing is behind
    }
    permits.release();
  }

  /** One write of a few bytes, which a kill does not tear. */
  private void say(String what, int batch) {
    try {
      output.write((what + " " + batch + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) { // who reads it has gone
      throw new UncheckedIOException(e);
    }
  }
}
