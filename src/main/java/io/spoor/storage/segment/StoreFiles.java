// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.disk.Disk;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCache;
import io.spoor.storage.segment.block.BlockName;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.BlockWriter;
import io.spoor.telemetry.SegmentMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Where the files of a store are, and what all its parts share. From any thread.
 *
 * <pre>
 * DATA/LOCK  sealed  blocks  wal/  tenants/TENANT/NUMBER.block
 * </pre>
 */
final class StoreFiles {
  private final Disk disk;
  private final Path folder;
  private final SegmentMetrics metrics;
  private final LongSupplier nanoTime;
  private final BlockCache cache = new BlockCache(Runtime.getRuntime().maxMemory() / 16);
  private final AtomicLong lastNumber = new AtomicLong();
  private final BlockList blockList;

  StoreFiles(Disk disk, Path folder, SegmentMetrics metrics, LongSupplier nanoTime) {
    this.disk = disk;
    this.folder = folder;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.blockList = new BlockList(disk, folder);
  }

  Disk disk() {
    return disk;
  }

  Path folder() {
    return folder;
  }

  Path walFolder() {
    return StoreLayout.log(folder);
  }

  Path tenantsFolder() {
    return StoreLayout.tenants(folder);
  }

  Path tenantFolder(Tenant tenant) {
    return tenantsFolder().resolve(tenant.name());
  }

  SegmentMetrics metrics() {
    return metrics;
  }

  BlockCache cache() {
    return cache;
  }

  /** What says which blocks there are. */
  BlockList blockList() {
    return blockList;
  }

  /** A clock that never goes backwards. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /**
   * Begins a block. Blocking.
   *
   * @param origin with a number of its own, or that of an attempt which came to nothing
   */
  BlockWriter write(BlockOrigin origin) throws IOException {
    Path tenant = tenantFolder(origin.tenant());
    disk.createFolders(tenant);
    disk.delete(tenant.resolve(BlockName.temporary(origin.number())));
    return new BlockWriter(disk, tenant, origin, cache);
  }

  /** Publishes a block, and counts it where its catalogue could not take all. Blocking. */
  Block publish(BlockWriter writer) throws IOException {
    Block published = writer.publish();
    if (!writer.hasAllInCatalogue()) {
      metrics.catalogueLimited();
    }
    return published;
  }

  /**
   * Blocks that went into this one and whose files are still there: read by somebody, or not
   * deleted for a failure. As long as they are, a block must name them, or a restart would take
   * them for its own. Blocking.
   */
  List<Long> leftovers(Block block) throws IOException {
    if (block.origin().replaces().isEmpty()) {
      return List.of();
    }
    Tenant tenant = block.origin().tenant();
    Set<Path> there = Set.copyOf(disk.list(tenantFolder(tenant)));
    return block.origin().replaces().stream()
        .filter(number -> there.contains(file(tenant, number)))
        .toList();
  }

  /** The file of a block. */
  Path file(Tenant tenant, long number) {
    return tenantFolder(tenant).resolve(BlockName.of(number));
  }

  /** A number for a new block. */
  long nextNumber() {
    return lastNumber.incrementAndGet();
  }

  /** Numbers up to this one are taken. */
  void taken(long number) {
    lastNumber.accumulateAndGet(number, Math::max);
  }
}
