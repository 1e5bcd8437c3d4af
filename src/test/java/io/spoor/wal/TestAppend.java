// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A record whose bytes follow from its id, and what it was told. */
final class TestAppend implements Append {
  private static final int END_SECONDS = 30;

  private final int id;
  private final byte[] body;
  private final Runnable whenEnded;
  private final AtomicInteger ends = new AtomicInteger();
  private final CompletableFuture<Long> end = new CompletableFuture<>();
  private volatile @Nullable Exception failure;

  TestAppend(int id) {
    this(id, 10 + id % 7, () -> {});
  }

  /** A record of this length; something happens on the log's thread before its end is known. */
  TestAppend(int id, int length, Runnable whenEnded) {
    this.id = id;
    this.body = body(id, length);
    this.whenEnded = whenEnded;
  }

  /** What the record of an id holds: the id, and what looks random. */
  static byte[] body(int id, int length) {
    byte[] body = new byte[length];
    new Random(id).nextBytes(body);
    byte[] text = (id + ":").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, body, 0, text.length);
    return body;
  }

  /** The id that a body was made for. */
  static int id(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return Integer.parseInt(text.substring(0, text.indexOf(':')));
  }

  int id() {
    return id;
  }

  @Override
  public String tenant() {
    return "tenant-" + id % 3;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void durable(long sequence) {
    ends.incrementAndGet();
    whenEnded.run();
    end.complete(sequence);
  }

  @Override
  public void failed(Exception cause) {
    ends.incrementAndGet();
    failure = cause;
    whenEnded.run();
    end.complete(-1L);
  }

  /** Waits for the end; the sequence, -1 when it failed. */
  long await() {
    try {
      return end.get(END_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("record " + id + " was never told its end", e);
    }
  }

  /** How often an end was told. */
  int ends() {
    return ends.get();
  }

  boolean isDurable() {
    return end.getNow(-1L) >= 0;
  }

  /** The sequence that it became durable with. */
  long sequence() {
    return end.getNow(-1L);
  }

  @Nullable Exception failure() {
    return failure;
  }
}
