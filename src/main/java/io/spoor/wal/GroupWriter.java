// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes groups of records to the current file and syncs it as configured. Belongs to the log's
 * thread.
 */
final class GroupWriter {
  private static final int BUFFER_BYTES = 1 << 20;

  private final LogFiles files;
  private final WalConfig config;
  private final WalMetrics metrics;

  // outside of the heap: the JDK would copy a body there whole, and keep as much for good
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] head =
      new byte[RecordDescriptor.HEADER_BYTES + RecordDescriptor.MAX_TENANT_BYTES];
  private long nextSequence;
  private long nextSyncNanos;
  private boolean unsynced;

  // where the file can be cut when the group fails
  private long groupPosition;
  private long groupSequence;

  GroupWriter(LogFiles files, WalConfig config, WalMetrics metrics, long nextSequence) {
    this.files = files;
    this.config = config;
    this.metrics = metrics;
    this.nextSequence = nextSequence;
    this.groupSequence = nextSequence - 1;
    this.nextSyncNanos = System.nanoTime() + config.interval().toNanos();
  }

  /** Begins the next file. */
  void begin() throws IOException {
    files.begin(nextSequence);
    groupPosition = files.position();
  }

  /** Whether the next group belongs into a new file. */
  boolean isFull() {
    return files.position() >= config.segmentBytes();
  }

  /** Ends a file that is full, and begins the next one. */
  void roll() throws IOException {
    if (config.durability() != Durability.NONE) {
      sync();
    }
    files.end();
    begin();
  }

  /**
   * Writes a group, and syncs it as configured.
   *
   * @return the sequence of its first record
   */
  long write(List<Append> group) throws IOException {
    long firstSequence = nextSequence;
    for (Append append : group) {
      write(append);
    }
    flush();
    syncIfDue();
    metrics.appended(group.size(), files.position() - groupPosition);
    groupPosition = files.position();
    groupSequence = nextSequence - 1;
    return firstSequence;
  }

  /** Syncs unless the configuration wants it later. */
  void syncIfDue() throws IOException {
    boolean due =
        switch (config.durability()) {
          case FSYNC -> true;
          case INTERVAL -> System.nanoTime() - nextSyncNanos >= 0;
          case NONE -> false;
        };
    if (due) {
      sync();
    }
  }

  /** Syncs what was written since the last time. */
  void sync() throws IOException {
    if (!unsynced) {
      return;
    }
    long start = System.nanoTime();
    files.sync();
    long end = System.nanoTime();
    unsynced = false;
    nextSyncNanos = end + config.interval().toNanos();
    metrics.synced(end - start);
  }

  /** How long the log's thread may wait for records, 0 for as long as it takes. */
  long maxWaitMillis() {
    boolean timed = unsynced && config.durability() == Durability.INTERVAL;
    return timed ? Math.max(1, (nextSyncNanos - System.nanoTime()) / 1_000_000) : 0;
  }

  /**
   * Gives the file up where the last group began that was written whole.
   *
   * @return how many bytes lie behind that
   */
  long giveUp() {
    long lost = Math.max(0, files.position() - groupPosition) + buffer.position();
    buffer.clear();
    unsynced = false;
    files.giveUp(groupPosition, groupSequence);
    return lost;
  }

  private void write(Append append) throws IOException {
    byte[] tenant = append.tenant().getBytes(StandardCharsets.US_ASCII);
    byte[] body = append.body();
    int headBytes = files.descriptor().putHead(head, nextSequence, tenant, body);
    put(head, headBytes);
    put(body, body.length);
    nextSequence++;
    unsynced = true;
  }

  private void put(byte[] source, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int piece = Math.min(length - done, buffer.remaining());
      buffer.put(source, done, piece);
      done += piece;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    if (buffer.hasRemaining()) {
      files.write(buffer, nextSequence - 1);
    }
    buffer.clear();
  }
}
