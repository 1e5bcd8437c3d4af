// SPDX-License-Identifier: Apache-2.0
package io.spoor.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails where it is told to, and that a crash robs of what was not synced.
 *
 * <p>Every call that changes something counts. After a failed sync, what it was to make durable is
 * never made so by a later one, as on a real system.
 */
public final class FaultyDisk implements Disk {

  /** What happens to a call. */
  public enum Fault {
    /** It throws and has done nothing. */
    FAILS,
    /** It throws and has done all of it. */
    FAILS_AFTERWARDS,
    /** It throws, and has written half of it where it is a write. */
    TEARS,
    /** It throws for lack of room, and has written half of it where it is a write. */
    FULL,
    /** The machine stops. */
    STOPS
  }

  /** What a crash leaves of what was not synced. */
  public enum Kept {
    NOTHING,
    SOME,
    /** As when only the process dies. */
    EVERYTHING
  }

  /** No room left. */
  public static final class FullException extends IOException {
    FullException() {
      super("out of room");
    }
  }

  // guarded by this
  private final Map<Path, Inode> entries = new TreeMap<>();
  private final Map<Path, Inode> syncedEntries = new TreeMap<>();
  private final Set<Path> folders = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private long capacity = Long.MAX_VALUE;
  private int calls;
  private int faultAt = -1;
  private Fault fault = Fault.FAILS;
  private boolean lasting;
  private boolean stopped;

  private volatile Runnable beforeSync = () -> {};

  /** Has one call fail, by its number from 0 on, or that one and all later ones. */
  public synchronized void failAt(int call, Fault how, boolean forGood) {
    faultAt = call;
    fault = how;
    lasting = forGood;
  }

  public synchronized void heal() {
    faultAt = -1;
  }

  /** Another process uses it from now on: that may sync what the last one failed to. */
  public synchronized void handOver() {
    entries.values().forEach(inode -> inode.failed = false);
  }

  /** How many calls there were. */
  public synchronized int calls() {
    return calls;
  }

  /** Has room for this much more only. */
  public synchronized void room(long bytes) {
    capacity = used() + bytes;
  }

  public void beforeSync(Runnable action) {
    beforeSync = action;
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  /** What was done that must not be done to files after a failure. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** The content of a file, to be looked at or damaged. */
  public synchronized byte[] content(Path path) throws IOException {
    return inode(path).content.clone();
  }

  public synchronized void damage(Path path, byte[] content) {
    entries.put(path, new Inode(content));
    syncedEntries.put(path, new Inode(content));
  }

  /** The disk as it is found after a crash at this moment; this one can be used again. */
  public synchronized FaultyDisk crash(Kept kept, Random random) {
    FaultyDisk after = new FaultyDisk();
    after.folders.addAll(folders);
    Set<Path> paths = new HashSet<>(entries.keySet());
    paths.addAll(syncedEntries.keySet());
    for (Path path : paths) {
      boolean current = kept == Kept.EVERYTHING || (kept == Kept.SOME && random.nextBoolean());
      Inode inode = current ? entries.get(path) : syncedEntries.get(path);
      if (inode != null) {
        after.damage(path, inode.afterCrash(kept, random));
      }
    }
    return after;
  }

  @Override
  public synchronized DiskFile create(Path path) throws IOException {
    Fault now = next();
    if (now != null && now != Fault.FAILS_AFTERWARDS) {
      throw failure(now);
    }
    if (entries.containsKey(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (used() >= capacity) {
      throw new FullException();
    }
    Inode inode = new Inode(new byte[0]);
    entries.put(path, inode);
    if (now != null) {
      throw failure(now);
    }
    return new MemoryFile(path, inode);
  }

  @Override
  public synchronized DiskFile open(Path path) throws IOException {
    return new MemoryFile(path, inode(path));
  }

  @Override
  public DiskFile openReadOnly(Path path) throws IOException {
    return open(path);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Inode inode = inode(from);
    change(
        () -> {
          entries.remove(from);
          entries.put(to, inode);
        });
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    change(() -> entries.remove(path));
  }

  /** Durable at once. */
  @Override
  public synchronized void createFolders(Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      folders.add(each);
    }
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    change(
        () -> {
          syncedEntries.keySet().removeIf(path -> folder.equals(path.getParent()));
          entries.forEach(
              (path, inode) -> {
                if (folder.equals(path.getParent())) {
                  syncedEntries.put(path, inode);
                }
              });
        });
  }

  @Override
  public synchronized List<Path> list(Path folder) {
    return Stream.concat(entries.keySet().stream(), folders.stream())
        .filter(path -> folder.equals(path.getParent()))
        .sorted()
        .toList();
  }

  @Override
  public synchronized long usableBytes(Path path) {
    return capacity - used();
  }

  @Override
  public synchronized long totalBytes(Path path) {
    return capacity;
  }

  @Override
  public synchronized void link(Path existing, Path name) throws IOException {
    if (entries.containsKey(name)) {
      throw new FileAlreadyExistsException(name.toString());
    }
    entries.put(name, inode(existing));
  }

  @Override
  public boolean isFull(Path folder, IOException failure) {
    return failure instanceof FullException;
  }

  private long used() {
    return entries.values().stream().mapToLong(inode -> inode.content.length).sum();
  }

  private Inode inode(Path path) throws IOException {
    Inode inode = entries.get(path);
    if (inode == null) {
      throw new FileNotFoundException(path.toString());
    }
    return inode;
  }

  /** Counts a call; what happens to it, null when nothing does. */
  private @Nullable Fault next() throws IOException {
    if (stopped) {
      throw new IOException("the machine is off");
    }
    int call = calls++;
    boolean struck = faultAt >= 0 && (lasting ? call >= faultAt : call == faultAt);
    stopped = struck && fault == Fault.STOPS;
    return struck ? fault : null;
  }

  private static IOException failure(Fault fault) {
    return fault == Fault.FULL ? new FullException() : new IOException("injected: " + fault);
  }

  private void change(Runnable change) throws IOException {
    Fault now = next();
    if (now == null || now == Fault.FAILS_AFTERWARDS) {
      change.run();
    }
    if (now != null) {
      throw failure(now);
    }
  }

  /** A write, or a cut where there are no bytes. */
  private static final class Change {
    private final int position;
    private final byte @Nullable [] bytes;

    Change(int position, byte @Nullable [] bytes) {
      this.position = position;
      this.bytes = bytes;
    }

    byte[] applyTo(byte[] content) {
      if (bytes == null) {
        return Arrays.copyOf(content, Math.min(content.length, position));
      }
      byte[] changed = Arrays.copyOf(content, Math.max(content.length, position + bytes.length));
      System.arraycopy(bytes, 0, changed, position, bytes.length);
      return changed;
    }

    Change torn(Random random) {
      return bytes == null
          ? this
          : new Change(position, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
    }
  }

  /** Content as it is read, and as it would be after a crash. */
  private static final class Inode {
    private byte[] content;
    private byte[] synced;
    private final List<Change> pending = new ArrayList<>();
    private final List<Change> adrift = new ArrayList<>(); // of a failed sync
    private boolean failed;

    Inode(byte[] content) {
      this.content = content;
      this.synced = content;
    }

    void change(Change change) {
      content = change.applyTo(content);
      pending.add(change);
    }

    void sync() {
      for (Change change : pending) {
        synced = change.applyTo(synced);
      }
      pending.clear();
    }

    byte[] afterCrash(Kept kept, Random random) {
      return switch (kept) {
        case NOTHING -> synced;
        case EVERYTHING -> content;
        case SOME -> {
          byte[] found = synced;
          List<Change> unsure = new ArrayList<>(adrift);
          unsure.addAll(pending);
          for (Change change : unsure) {
            if (random.nextBoolean()) {
              found = (random.nextInt(3) == 0 ? change.torn(random) : change).applyTo(found);
            }
          }
          yield found;
        }
      };
    }
  }

  private final class MemoryFile implements DiskFile {
    private final Path path;
    private final Inode inode;

    MemoryFile(Path path, Inode inode) {
      this.path = path;
      this.inode = inode;
    }

    @Override
    public long size() {
      synchronized (FaultyDisk.this) {
        return inode.content.length;
      }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        Fault now = next();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        int length = now == Fault.TEARS || now == Fault.FULL ? bytes.length / 2 : bytes.length;
        int room = (int) Math.min(length, Math.max(0, capacity - used()));
        if (now == null || now != Fault.FAILS) {
          if (now != Fault.STOPS) {
            inode.change(new Change((int) position, Arrays.copyOf(bytes, room)));
          }
        }
        inode.failed |= now != null || room < length;
        if (now != null) {
          throw failure(now);
        }
        if (room < length) {
          throw new FullException();
        }
      }
    }

    @Override
    public int read(ByteBuffer target, long position) {
      synchronized (FaultyDisk.this) {
        int length =
            (int) Math.max(0, Math.min(target.remaining(), inode.content.length - position));
        target.put(inode.content, (int) Math.min(position, inode.content.length), length);
        return length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        FaultyDisk.this.change(() -> inode.change(new Change((int) size, null)));
      }
    }

    @Override
    public void sync() throws IOException {
      beforeSync.run();
      synchronized (FaultyDisk.this) {
        if (inode.failed) {
          violations.add("synced again after a failure: " + path.getFileName());
        }
        Fault now = next();
        if (now == null || now == Fault.FAILS_AFTERWARDS) {
          inode.sync();
        } else {
          inode.adrift.addAll(inode.pending);
          inode.pending.clear();
        }
        if (now != null) {
          inode.failed = true;
          throw failure(now);
        }
      }
    }

    @Override
    public void close() {}
  }
}
