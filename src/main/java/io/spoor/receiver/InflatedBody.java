// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import io.spoor.telemetry.IntakeReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What an inflater writes, in one array that grows only as the budget and the limit allow.
 *
 * <p>A size that the compressed data announces is a hint for the first array, and trusted only as
 * far as a plausible ratio goes. Used by one thread.
 */
final class InflatedBody {
  private static final int PLAUSIBLE_RATIO = 16;
  private static final int SMALL = 4 << 10;

  private final Reservation reservation;
  private final int maxBytes;
  private final byte[] spill = new byte[1];

  private byte[] bytes;
  private int length;

  /**
   * Takes the first array.
   *
   * @param hint how large the body may become; 0 when that is not known
   */
  InflatedBody(Reservation reservation, int maxBytes, int compressedLength, long hint) {
    this.reservation = reservation;
    this.maxBytes = maxBytes;
    long plausible = SMALL + (long) compressedLength * PLAUSIBLE_RATIO;
    long guess = hint > 0 ? hint : SMALL + compressedLength * 4L;
    int capacity = (int) Math.min(Math.min(guess, plausible), maxBytes);
    reservation.grow(capacity);
    this.bytes = new byte[capacity];
  }

  /** Reads a stream to its end. */
  void readAll(InputStream in) throws IOException {
    while (true) {
      // A full array does not mean that the end is reached, nor that more is to come.
      boolean full = length == bytes.length;
      int n = full ? in.read(spill, 0, 1) : in.read(bytes, length, bytes.length - length);
      if (n < 0) {
        return;
      }
      if (full && n > 0) {
        ensureRoom(1);
        bytes[length] = spill[0];
      }
      length += n;
    }
  }

  /** Makes sure that {@code more} bytes fit behind {@link #length()}. */
  void ensureRoom(int more) {
    long needed = (long) length + more;
    if (needed > maxBytes) {
      throw new IntakeException(
          IntakeReason.TOO_LARGE,
          "inflated message is larger than admission.maxInflatedBytes, " + maxBytes);
    }
    if (needed > bytes.length) {
      resize((int) Math.min(maxBytes, Math.max(needed, bytes.length * 2L)));
    }
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void advance(int written) {
    length += written;
  }

  /** The body in an array of exactly its size. */
  byte[] exact() {
    if (bytes.length != length) {
      resize(length);
    }
    return bytes;
  }

  private void resize(int capacity) {
    reservation.grow(capacity);
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    reservation.shrink(before);
  }
}
