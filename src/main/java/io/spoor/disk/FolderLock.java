// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store, for this process alone: holds a lock on the file {@code LOCK} there, which
 * the system gives back when the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {
  static final String NAME = "LOCK";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder where it is missing, and locks it. Blocking, but does not wait.
   *
   * @throws IOException for a person: another process has it, or it is no folder, or cannot be
   *     written
   */
  public static FolderLock acquire(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new IOException("folder " + absolute + " is a file");
    }
    FileChannel channel;
    try {
      Files.createDirectories(absolute);
      channel =
          FileChannel.open(
              absolute.resolve(NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException(
          "folder " + absolute + " cannot be written: " + e.getFile() + ": " + reason, e);
    }
    return lock(channel, absolute);
  }

  private static FolderLock lock(FileChannel channel, Path folder) throws IOException {
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            "folder " + folder + " is used by another process, " + owner(channel));
      }
      byte[] own = (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(own), 0);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException expected) { // this very process has it
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int length = Math.max(0, channel.read(buffer, 0));
    String text = new String(buffer.array(), 0, length, US_ASCII).trim();
    return text.matches("\\d+") ? "pid " + text : "whose pid is not known";
  }

  /** Gives the folder back. */
  @Override
  public void close() throws IOException {
    channel.close(); // and the lock with it
  }
}
