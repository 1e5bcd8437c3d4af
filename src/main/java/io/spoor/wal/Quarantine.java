// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where recovery puts what it cannot use: bytes as they were, and beside them why.
 *
 * <p>Files are named for what they hold, so that a second recovery of the same log writes nothing
 * new.
 */
final class Quarantine {
  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final int CHUNK_BYTES = 1 << 20;

  /** What a file is to hold. */
  private interface Content {
    void writeTo(DiskFile target) throws IOException;
  }

  private final Disk disk;
  private final Path folder;
  private final WalMetrics metrics;

  Quarantine(Disk disk, Path folder, WalMetrics metrics) {
    this.disk = disk;
    this.folder = folder;
    this.metrics = metrics;
  }

  /** Keeps the bytes [from, to) of a log file, which hold no sound record. */
  void damage(DiskFile source, Path path, long from, long to) {
    metrics.damaged(to - from);
    log.error("Damaged log file: no record in these bytes file={} from={} to={}", path, from, to);
    keep(
        String.format(Locale.ROOT, "%s-%d-%d", path.getFileName(), from, to),
        "no sound record in bytes " + from + " to " + to + " of " + path.getFileName(),
        target -> copy(source, from, to, target));
  }

  /** Reports that a log file ends before it should. */
  void missing(Path path, long from, long to) {
    metrics.damaged(to - from);
    log.error("Damaged log file: its end is missing file={} from={} to={}", path, from, to);
  }

  /** Keeps a sound record that its receiver cannot understand. */
  void poison(LogRecord poison, PoisonRecordException why) {
    metrics.quarantined();
    log.error(
        "Log record put aside sequence={} tenant={}", poison.sequence(), poison.tenant(), why);
    keep(
        String.format(Locale.ROOT, "record-%016x", poison.sequence()),
        "tenant " + poison.tenant() + ": " + why.getMessage(),
        target -> target.write(ByteBuffer.wrap(poison.body()), 0));
  }

  private static void copy(DiskFile source, long from, long to, DiskFile target)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, to - from));
    for (long at = from; at < to; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
      source.read(chunk, at);
      target.write(chunk.flip(), at - from);
    }
  }

  /** Writes the bytes, then the reason, which so stands beside whole bytes only. */
  private void keep(String name, String reason, Content content) {
    try {
      disk.createFolders(folder);
      Path why = folder.resolve(name + ".reason.txt");
      if (disk.list(folder).contains(why)) {
        return;
      }
      write(folder.resolve(name + ".bytes"), content);
      ByteBuffer text = ByteBuffer.wrap((reason + "\n").getBytes(StandardCharsets.UTF_8));
      write(why, target -> target.write(text, 0));
      disk.syncFolder(folder);
    } catch (IOException e) { // the start must not fail for it: the log keeps the bytes for now
      log.error("Could not be put into quarantine name={} reason={}", name, reason, e);
    }
  }

  private void write(Path path, Content content) throws IOException {
    disk.delete(path); // of a recovery that was cut short
    try (DiskFile file = disk.create(path)) {
      content.writeTo(file);
      file.sync();
    }
  }
}
