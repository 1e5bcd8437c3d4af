// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.spoor.telemetry.IntakeReason;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Collects a body as it arrives, in one array that holds budget before it holds memory.
 *
 * <p>An announced length is not trusted: the array has that length at once when it is small, else
 * it stays within four times of what really came. So a body of the announced length ends in an
 * array of exactly its size, mostly without a copy. Confined to the request's thread.
 */
public final class BodyBuffer {
  private static final int SMALL = 64 << 10;
  private static final int TRUST = 4;

  private final Reservation reservation;
  private final int maxBytes;

  private byte[] bytes = new byte[0];
  private int length;
  private int announced = -1;

  /** Opens an empty buffer for at most {@code maxBytes}. */
  public BodyBuffer(Reservation reservation, int maxBytes) {
    this.reservation = reservation;
    this.maxBytes = maxBytes;
  }

  /**
   * Says how long the body is going to be.
   *
   * @throws IntakeException when that is too long
   */
  public void announce(long bodyLength) {
    if (bodyLength > maxBytes) {
      throw tooLarge(bodyLength);
    }
    announced = (int) bodyLength;
  }

  /**
   * Appends a piece of a chunk, from {@code start} on.
   *
   * @throws IntakeException when the body gets too long, or the budget does not allow it
   */
  public void append(Buffer chunk, int start, int end) {
    int needed = Math.addExact(length, end - start);
    if (needed > maxBytes) {
      throw tooLarge(needed);
    }
    if (needed > bytes.length) {
      growTo(capacityFor(needed));
    }
    chunk.getBytes(start, end, bytes, length);
    length = needed;
  }

  /** Bytes collected. */
  public int length() {
    return length;
  }

  /** The array that holds them, at its start. No copy: nothing may be appended from now on. */
  public byte[] array() {
    return bytes;
  }

  /** Cuts the array to exactly what was collected. */
  public byte[] exact() {
    if (bytes.length != length) {
      growTo(length);
    }
    return bytes;
  }

  private int capacityFor(int needed) {
    long trusted = Math.max(SMALL, (long) needed * TRUST);
    if (announced >= needed) {
      return (int) Math.min(announced, trusted);
    }
    return (int) Math.min(maxBytes, Math.max(SMALL, needed * 2L));
  }

  private void growTo(int capacity) {
    reservation.grow(capacity);
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    reservation.shrink(before);
  }

  private IntakeException tooLarge(long size) {
    return new IntakeException(
        IntakeReason.TOO_LARGE,
        "message of " + size + " bytes is larger than admission.maxMessageBytes, " + maxBytes);
  }
}
