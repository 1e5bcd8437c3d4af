// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.disk.Disk;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.StoreLayout;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCache;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.wal.LogScan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All spans of a store's folder at one moment, for reading: its blocks, and its log. Takes no lock.
 * Holds the files open, so that a process which merges and deletes them meanwhile does no harm.
 */
public final class StoreFolder implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 1_000;
  private static final long CACHE_BYTES = 64L << 20;

  private final Disk disk;
  private final Path folder;
  private final BlockCache cache = new BlockCache(CACHE_BYTES);
  private final Map<Path, Block> opened = new TreeMap<>();
  private final Map<Path, String> unreadable = new TreeMap<>();
  private final LogScan log;

  private StoreFolder(Disk disk, Path folder) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.log = openAll();
  }

  /**
   * Opens what the folder holds now.
   *
   * @throws IOException when it is no folder of a store, or a later version has written there
   */
  public static StoreFolder open(Disk disk, Path folder) throws IOException {
    if (StoreLayout.list(disk, StoreLayout.tenants(folder)).isEmpty()
        && StoreLayout.list(disk, StoreLayout.log(folder)).isEmpty()) {
      throw new IOException(folder + " holds no store: it has neither blocks nor a log");
    }
    return new StoreFolder(disk, folder);
  }

  /**
   * Spans go from the log to a block, and from blocks to a merged one. When the blocks are the same
   * before and after the log was opened, all spans are in what is open.
   */
  private LogScan openAll() throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      List<Path> before = StoreLayout.blocks(disk, folder);
      if (openBlocks(before)) {
        LogScan scan = LogScan.open(disk, StoreLayout.log(folder));
        if (StoreLayout.blocks(disk, folder).equals(before)) {
          return scan;
        }
        scan.close();
      }
    }
    closeBlocks();
    throw new IOException("blocks come and go too fast to be opened: " + folder);
  }

  /** False when one is gone again. */
  private boolean openBlocks(List<Path> files) throws IOException {
    for (Path file : List.copyOf(opened.keySet())) {
      Block gone = files.contains(file) ? null : opened.remove(file);
      if (gone != null) {
        gone.unpin();
      }
    }
    unreadable.keySet().retainAll(files);
    try {
      for (Path file : files) {
        if (!opened.containsKey(file) && !unreadable.containsKey(file)) {
          openBlock(file);
        }
      }
      return true;
    } catch (NoSuchFileException expected) { // it was merged, or its time was over
      return false;
    } catch (IOException e) {
      closeBlocks();
      throw e;
    }
  }

  private void openBlock(Path file) throws IOException {
    try {
      opened.put(file, Block.open(disk, file, cache));
    } catch (CorruptDataException e) {
      unreadable.put(file, String.valueOf(e.getMessage()));
    }
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** The blocks by tenant and number, those left out that were merged into another one. */
  List<Block> blocks() {
    Set<String> replaced = new HashSet<>();
    for (Block block : opened.values()) {
      BlockOrigin origin = block.origin();
      origin.replaces().forEach(number -> replaced.add(key(origin.tenant(), number)));
    }
    List<Block> blocks = new ArrayList<>(opened.values());
    blocks.removeIf(block -> replaced.contains(key(block.origin().tenant(), number(block))));
    return blocks;
  }

  private static long number(Block block) {
    return block.origin().number();
  }

  private static String key(Tenant tenant, long number) {
    return tenant.name() + '/' + number;
  }

  /** Files that cannot be opened as blocks, and why. */
  Map<Path, String> unreadable() {
    return unreadable;
  }

  /** The log, which may also have records that are in blocks. */
  LogScan log() {
    return log;
  }

  /** Records of the tenant up to this one are in blocks; -1: none. */
  long sealedSequence(Tenant tenant) {
    return opened.values().stream()
        .map(Block::origin)
        .filter(origin -> origin.tenant().equals(tenant))
        .mapToLong(BlockOrigin::lastSequence)
        .max()
        .orElse(-1);
  }

  @Override
  public void close() throws IOException {
    closeBlocks();
    log.close();
  }

  private void closeBlocks() {
    opened.values().forEach(Block::unpin);
    opened.clear();
  }
}
