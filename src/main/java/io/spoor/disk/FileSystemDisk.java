// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The file system of the machine. */
public final class FileSystemDisk implements Disk {
  // errno is lost on the way through the JDK; these are its texts for ENOSPC and EDQUOT
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space");
  private static final long FULL_BYTES = 1 << 20; // where the texts are in another language

  @Override
  public DiskFile create(Path path) throws IOException {
    return open(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public DiskFile openReadOnly(Path path) throws IOException {
    return open(path, StandardOpenOption.READ);
  }

  private static DiskFile open(Path path, OpenOption... options) throws IOException {
    return new ChannelFile(FileChannel.open(path, Set.of(options)));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new NoSuchFileException(folder.toString());
    }
    createFolders(parent);
    Files.createDirectory(folder);
    syncFolder(parent); // or a crash takes the folder with all that was synced inside
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  @Override
  public long usableBytes(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return Files.getFileStore(path).getTotalSpace();
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    Files.createLink(name, existing);
  }

  @Override
  public boolean isFull(Path folder, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (FULL.stream().anyMatch(message::contains)) {
      return true;
    }
    try {
      return usableBytes(folder) < FULL_BYTES;
    } catch (IOException expected) { // nothing can be said of the volume: not a matter of room
      return false;
    }
  }

  private record ChannelFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      int total = 0;
      while (target.hasRemaining()) {
        int read = channel.read(target, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
      return total;
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false); // the length is synced with the data where it matters for reading it
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
