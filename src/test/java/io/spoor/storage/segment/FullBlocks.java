// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk that has no room for blocks when told so, while the log goes on. */
final class FullBlocks implements Disk {
  private final Disk disk;
  private volatile boolean failing;
  private volatile String folder = "";

  FullBlocks(Disk disk) {
    this.disk = disk;
  }

  void fail(boolean fails) {
    failing = fails;
  }

  /** Takes no block of this tenant. */
  void fail(String tenant) {
    failing = true;
    folder = "/" + tenant + "/";
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    if (failing && path.toString().contains(folder) && path.toString().contains(".block")) {
      throw new IOException("No space left on device");
    }
    return disk.create(path);
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return disk.open(path);
  }

  @Override
  public DiskFile openReadOnly(Path path) throws IOException {
    return disk.openReadOnly(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    disk.createFolders(folder);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    disk.syncFolder(folder);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public long usableBytes(Path path) throws IOException {
    return disk.usableBytes(path);
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return disk.totalBytes(path);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    disk.link(existing, name);
  }

  @Override
  public boolean isFull(Path folder, IOException failure) {
    return disk.isFull(folder, failure);
  }
}
