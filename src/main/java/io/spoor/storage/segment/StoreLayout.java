// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.disk.Disk;
import io.spoor.storage.segment.block.BlockName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where things are in a store's folder. */
public final class StoreLayout {
  /** Name of the file that says up to where the log is in blocks. */
  public static final String CHECKPOINT = Checkpoint.NAME;

  /** Folder of the log. */
  public static Path log(Path folder) {
    return folder.resolve("wal");
  }

  /** Folder with a folder for each tenant. */
  public static Path tenants(Path folder) {
    return folder.resolve("tenants");
  }

  /** The published blocks of all tenants, by tenant and number. */
  public static List<Path> blocks(Disk disk, Path folder) throws IOException {
    List<Path> blocks = new ArrayList<>();
    for (Path tenant : list(disk, tenants(folder))) {
      for (Path file : list(disk, tenant)) {
        if (BlockName.number(file.getFileName().toString()).isPresent()) {
          blocks.add(file);
        }
      }
    }
    return blocks;
  }

  /** What a folder has; nothing when there is none. */
  public static List<Path> list(Disk disk, Path folder) throws IOException {
    try {
      return disk.list(folder);
    } catch (NoSuchFileException | NotDirectoryException expected) { // not begun, or no tenant
      return List.of();
    }
  }

  private StoreLayout() {}
}
