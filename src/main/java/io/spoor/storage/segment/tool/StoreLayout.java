// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where things are in a store's folder. */
final class StoreLayout {
  static final String CHECKPOINT = "sealed";
  private static final Pattern BLOCK = Pattern.compile("[0-9a-f]{16}\\.block");

  static Path log(Path folder) {
    return folder.resolve("wal");
  }

  static Path tenants(Path folder) {
    return folder.resolve("tenants");
  }

  /** The published blocks of all tenants, by tenant and number. */
  static List<Path> blocks(Disk disk, Path folder) throws IOException {
    List<Path> blocks = new ArrayList<>();
    for (Path tenant : list(disk, tenants(folder))) {
      for (Path file : list(disk, tenant)) {
        if (BLOCK.matcher(file.getFileName().toString()).matches()) {
          blocks.add(file);
        }
      }
    }
    return blocks;
  }

  /** What a folder has; nothing when there is none. */
  static List<Path> list(Disk disk, Path folder) throws IOException {
    try {
      return disk.list(folder);
    } catch (NoSuchFileException | NotDirectoryException expected) { // not begun, or no tenant
      return List.of();
    }
  }

  private StoreLayout() {}
}
