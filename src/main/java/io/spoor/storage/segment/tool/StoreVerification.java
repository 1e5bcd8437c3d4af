// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.disk.Disk;
import io.spoor.storage.segment.StoreLayout;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockVerification;
import io.spoor.wal.LogScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads all of a store's folder and checks every checksum. */
public final class StoreVerification {

  /**
   * Something that is not as it was written.
   *
   * @param place within the file
   */
  public record Damage(Path file, String place, String reason) {}

  /**
   * What was found.
   *
   * @param blocks that were read
   * @param spans that were decoded from them
   * @param blockBytes of them
   * @param logRecords sound ones
   * @param logBytes of the log
   * @param damages none in a sound store
   */
  public record Report(
      int blocks,
      long spans,
      long blockBytes,
      long logRecords,
      long logBytes,
      List<Damage> damages) {

    /** Copies the list. */
    public Report {
      damages = List.copyOf(damages);
    }
  }

  private StoreVerification() {}

  /**
   * Verifies what the folder holds.
   *
   * @throws IOException when something cannot be read, or a later version has written it
   */
  public static Report verify(Disk disk, StoreFolder folder) throws IOException {
    List<Damage> damages = new ArrayList<>();
    long spans = 0;
    long bytes = 0;
    List<Block> blocks = folder.blocks();
    for (Block block : blocks) {
      BlockVerification.Report report = BlockVerification.verify(block);
      report.damages().forEach(damage -> damages.add(of(block.file(), damage)));
      spans += report.spans();
      bytes += report.bytes();
    }
    for (Path file : folder.unreadable().keySet()) {
      BlockVerification.Report report = BlockVerification.verify(disk, file);
      report.damages().forEach(damage -> damages.add(of(file, damage)));
    }
    LogScan.Report log = folder.log().read(found -> {});
    if (log.damagedBytes() > 0) {
      damages.add(
          new Damage(
              StoreLayout.log(folder.path()),
              "records",
              log.damagedBytes() + " bytes are no record"));
    }
    int all = blocks.size() + folder.unreadable().size();
    return new Report(all, spans, bytes, log.records(), folder.log().bytes(), damages);
  }

  private static Damage of(Path file, BlockVerification.Damage damage) {
    return new Damage(file, damage.place(), damage.reason());
  }
}
