// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemDiskTest {
  private final FileSystemDisk disk = new FileSystemDisk();

  @TempDir private Path folder;

  @Test
  void fileHoldsWhatWasWritten() throws IOException {
    Path path = folder.resolve("a");
    try (DiskFile file = disk.create(path)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 2);
      file.sync();
      assertThat(file.size()).isEqualTo(6);
      file.truncate(5);
    }
    disk.syncFolder(folder);
    try (DiskFile file = disk.openReadOnly(path)) {
      ByteBuffer read = ByteBuffer.allocate(10);
      assertThat(file.read(read, 1)).isEqualTo(4);
      assertThat(read.array()).startsWith(0, 1, 2, 3, 0);
      assertThat(file.read(read, 5)).isZero();
    }
  }

  @Test
  void existingFileIsNotMadeAgainAndMissingOneNotOpened() throws IOException {
    Path path = folder.resolve("a");
    disk.create(path).close();
    assertThatThrownBy(() -> disk.create(path)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> disk.open(folder.resolve("b")))
        .isInstanceOf(NoSuchFileException.class);
    disk.delete(path);
    disk.delete(path);
    assertThat(disk.list(folder)).isEmpty();
  }

  @Test
  void foldersAreMadeWithThoseAboveThem() throws IOException {
    Path deep = folder.resolve("a").resolve("b");
    disk.createFolders(deep);
    disk.createFolders(deep);
    assertThat(deep).isDirectory();
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> disk.createFolders(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> disk.createFolders(file.resolve("c"))).isInstanceOf(IOException.class);
  }

  @Test
  void renameReplaces() throws IOException {
    Path from = Files.write(folder.resolve("from"), new byte[] {1});
    Path to = Files.write(folder.resolve("to"), new byte[] {2});
    disk.rename(from, to);
    assertThat(disk.list(folder)).containsExactly(to);
    assertThat(Files.readAllBytes(to)).containsExactly(1);
  }

  @Test
  void fullVolumeIsToldFromOtherFailures() throws IOException {
    assertThat(disk.usableBytes(folder)).isPositive();
    assertThat(disk.isFull(folder, new IOException("No space left on device"))).isTrue();
    assertThat(disk.isFull(folder, new IOException("/x: Disk quota exceeded"))).isTrue();
    assertThat(disk.isFull(folder, new IOException("Input/output error"))).isFalse();
    assertThat(disk.isFull(Path.of("/does/not/exist"), new IOException())).isFalse();
  }
}
