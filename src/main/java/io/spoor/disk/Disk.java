// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What the stores need of a file system. Blocking: never call it on an event loop.
 *
 * <p>Nothing here is durable until it was synced: the content of a file by {@link DiskFile#sync},
 * the presence, absence or name of a file by {@link #syncFolder} on its folder.
 */
public interface Disk {

  /** Makes a file that must not exist yet, open for reading and writing. */
  DiskFile create(Path path) throws IOException;

  /** Opens a file that exists, for reading and writing. */
  DiskFile open(Path path) throws IOException;

  /** Opens a file that exists, for reading. */
  DiskFile openReadOnly(Path path) throws IOException;

  /** Renames atomically, over a file that may exist. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Replaces a file, or makes it, by way of {@code FILE.tmp} beside it: what is there afterwards is
   * the old content or the new one, whole. Durable once it has returned.
   */
  default void replace(Path file, ByteBuffer content) throws IOException {
    Path temporary = Path.of(file + ".tmp");
    delete(temporary);
    try (DiskFile created = create(temporary)) {
      created.write(content, 0);
      created.sync();
    }
    rename(temporary, file);
    Path folder = file.getParent();
    syncFolder(folder == null ? Path.of("") : folder);
  }

  /** Deletes a file; nothing happens when there is none. */
  void delete(Path path) throws IOException;

  /** Makes a folder and those above it where they are missing; durably. */
  void createFolders(Path folder) throws IOException;

  /** Makes durable which files a folder has. */
  void syncFolder(Path folder) throws IOException;

  /** The files and folders of a folder, by name. */
  List<Path> list(Path folder) throws IOException;

  /** Bytes that this process could still write to the volume of the path. */
  long usableBytes(Path path) throws IOException;

  /** Size of the volume of the path, in bytes. */
  long totalBytes(Path path) throws IOException;

  /** Gives a file a second name on the same volume; fails where that cannot be. */
  void link(Path existing, Path name) throws IOException;

  /** Whether something failed in this folder because there is no room left: it may come back. */
  boolean isFull(Path folder, IOException failure);
}
