// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.storage.segment.StoreLayout;
import io.spoor.wal.LogScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies a store's folder beside a process that uses it. Every span that was acknowledged before is
 * in the copy, which is a folder of a store like any other.
 *
 * <p>First the checkpoint, then the log, then the blocks: a span that goes from the log to a block
 * meanwhile is in both, and the start passes over what blocks have already. Blocks never change, so
 * a second name is enough where source and target are on one volume; elsewhere they are copied.
 */
public final class StoreBackup {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int MAX_ROUNDS = 1_000;

  private final Disk disk;
  private final Path source;
  private final Path target;
  private final Set<Path> done = new HashSet<>();
  private Report report = new Report(0, 0, 0, 0);

  /**
   * What was done.
   *
   * @param linked blocks that are there by a second name
   * @param copied blocks that were copied
   * @param blockBytes of all of them
   * @param logBytes of the log
   */
  public record Report(int linked, int copied, long blockBytes, long logBytes) {}

  private StoreBackup(Disk disk, Path source, Path target) {
    this.disk = disk;
    this.source = source;
    this.target = target;
  }

  /**
   * Makes the copy; durable once it has returned.
   *
   * @param target a folder that is empty or missing
   */
  public static Report run(Disk disk, Path source, Path target) throws IOException {
    if (!StoreLayout.list(disk, target).isEmpty()) {
      throw new IOException(target + " is not empty");
    }
    if (StoreLayout.list(disk, StoreLayout.tenants(source)).isEmpty()
        && StoreLayout.list(disk, StoreLayout.log(source)).isEmpty()) {
      throw new IOException(source + " holds no store: it has neither blocks nor a log");
    }
    StoreBackup backup = new StoreBackup(disk, source, target);
    backup.copyAll();
    return backup.report;
  }

  private void copyAll() throws IOException {
    disk.createFolders(target);
    copyCheckpoint();
    try (LogScan log = LogScan.open(disk, StoreLayout.log(source))) {
      log.copyTo(disk, StoreLayout.log(target));
      report = new Report(0, 0, 0, log.bytes());
    }
    int rounds = 0;
    while (!copyBlocks()) {
      if (++rounds > MAX_ROUNDS) {
        throw new IOException("blocks come and go too fast to be copied: " + source);
      }
    }
    for (Path tenant : StoreLayout.list(disk, StoreLayout.tenants(target))) {
      disk.syncFolder(tenant);
    }
    disk.syncFolder(target);
  }

  private void copyCheckpoint() throws IOException {
    Path checkpoint = source.resolve(StoreLayout.CHECKPOINT);
    if (disk.list(source).contains(checkpoint)) {
      copy(checkpoint, target.resolve(StoreLayout.CHECKPOINT));
    }
  }

  /** False when blocks changed meanwhile: spans of those that are gone are in others now. */
  private boolean copyBlocks() throws IOException {
    List<Path> blocks = StoreLayout.blocks(disk, source);
    for (Path block : blocks) {
      try {
        if (!done.contains(block)) {
          copyBlock(block);
          done.add(block);
        }
      } catch (NoSuchFileException expected) {
        return false;
      }
    }
    if (!StoreLayout.blocks(disk, source).equals(blocks)) {
      return false;
    }
    deleteAllBut(blocks);
    return true;
  }

  private void deleteAllBut(List<Path> blocks) throws IOException {
    for (Path block : done) {
      if (!blocks.contains(block)) {
        disk.delete(copyOf(block));
      }
    }
  }

  private Path copyOf(Path block) {
    return target.resolve(source.relativize(block));
  }

  private void copyBlock(Path block) throws IOException {
    Path copy = copyOf(block);
    Path folder = copy.getParent();
    if (folder != null) {
      disk.createFolders(folder);
    }
    boolean isLinked = link(block, copy);
    long bytes;
    try (DiskFile file = disk.openReadOnly(isLinked ? copy : block)) {
      bytes = file.size();
    }
    if (!isLinked) {
      copy(block, copy);
    }
    report =
        new Report(
            report.linked() + (isLinked ? 1 : 0),
            report.copied() + (isLinked ? 0 : 1),
            report.blockBytes() + bytes,
            report.logBytes());
  }

  private boolean link(Path block, Path copy) throws IOException {
    try {
      disk.link(block, copy);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException expected) { // another volume
      return false;
    }
  }

  private void copy(Path from, Path to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (DiskFile in = disk.openReadOnly(from);
        DiskFile out = disk.create(to)) {
      long position = 0;
      for (int length = in.read(buffer, 0); length > 0; length = in.read(buffer, position)) {
        out.write(buffer.flip(), position);
        position += length;
        buffer.clear();
      }
      out.sync();
    }
  }
}
