// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockName;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the blocks that are there when a store opens. All are opened before anything is changed.
 *
 * <p>A damaged block stays where it is and is left out. What an interrupted write left is deleted,
 * and so are blocks that were merged into another one. A block that was there when the store last
 * changed and is not any more is reported and counted.
 */
final class BlockFolders {
  private static final Logger log = LoggerFactory.getLogger(BlockFolders.class);

  private final StoreFiles files;
  private final Set<Path> blockFiles = new HashSet<>();
  private final List<Path> leftovers = new ArrayList<>();
  private final Map<Path, Numbered> damaged = new TreeMap<>();
  private final List<Block> opened = new ArrayList<>();

  private record Numbered(Tenant tenant, long number) {}

  BlockFolders(StoreFiles files) {
    this.files = files;
  }

  /**
   * The blocks of all tenants.
   *
   * @throws IOException when a block cannot be read at all, or a later version has written one
   */
  List<Block> open() throws IOException {
    try {
      files.disk().createFolders(files.tenantsFolder());
      for (Path folder : files.disk().list(files.tenantsFolder())) {
        open(folder);
      }
      countMissing();
      for (Path leftover : leftovers) {
        files.disk().delete(leftover);
      }
      return withoutReplaced();
    } catch (IOException | RuntimeException e) {
      opened.forEach(Block::unpin);
      throw e;
    }
  }

  private void open(Path folder) throws IOException {
    Tenant tenant;
    try {
      tenant = new Tenant(folder.getFileName().toString());
    } catch (IllegalArgumentException e) {
      log.warn("Not a folder of a tenant, passed over: {}", folder);
      return;
    }
    List<Path> found = files.disk().list(folder);
    if (!found.isEmpty()) {
      files.disk().syncFolder(folder); // a block may be there whose rename never was synced
    }
    for (Path file : found) {
      String name = file.getFileName().toString();
      OptionalLong published = BlockName.number(name);
      OptionalLong temporary = BlockName.temporaryNumber(name);
      published.ifPresent(files::taken);
      temporary.ifPresent(files::taken);
      if (published.isPresent()) {
        blockFiles.add(file);
        open(file, new Numbered(tenant, published.getAsLong()));
      } else if (temporary.isPresent()) {
        leftovers.add(file);
      }
    }
  }

  private void open(Path file, Numbered expected) throws IOException {
    try {
      Block block = Block.open(files.disk(), file, files.cache());
      BlockOrigin origin = block.origin();
      if (origin.number() != expected.number() || !origin.tenant().equals(expected.tenant())) {
        block.unpin();
        throw new CorruptDataException(
            "it is block " + origin.number() + " of tenant " + origin.tenant().name());
      }
      opened.add(block);
    } catch (CorruptDataException e) {
      log.error(
          "Damaged block, left out and kept where it is file={} reason={}", file, e.getMessage());
      files.metrics().damaged();
      damaged.put(file, expected);
    }
  }

  private void countMissing() {
    for (BlockList.Listed listed : files.blockList().read()) {
      Path file = files.file(listed.tenant(), listed.number());
      if (!blockFiles.contains(file)) {
        log.error("A block is missing: somebody deleted it file={} spans={}", file, listed.spans());
        files.metrics().missing();
      }
    }
  }

  private List<Block> withoutReplaced() throws IOException {
    Set<Numbered> replaced = new HashSet<>();
    for (Block block : opened) {
      BlockOrigin origin = block.origin();
      origin.replaces().forEach(number -> replaced.add(new Numbered(origin.tenant(), number)));
    }
    List<Block> kept = new ArrayList<>();
    for (Block block : opened) {
      BlockOrigin origin = block.origin();
      if (replaced.contains(new Numbered(origin.tenant(), origin.number()))) {
        block.deleteWhenUnpinned();
        block.unpin();
      } else {
        kept.add(block);
      }
    }
    opened.retainAll(kept);
    for (Map.Entry<Path, Numbered> entry : damaged.entrySet()) {
      if (replaced.contains(entry.getValue())) {
        files.disk().delete(entry.getKey());
      }
    }
    return kept;
  }
}
