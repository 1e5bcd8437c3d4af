// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** What a filter holds: hashes of a key and a value, from the hashes that string tables have. */
// Hot path: one for each distinct value of a row group.
public final class FilterEntry {
  /** The key of {@code service.name} as the span's service; the value is "" where there is none. */
  public static final byte[] SERVICE = reserved('s');

  /** The key of a span's name. Shared, as the one above: never write to them. */
  public static final byte[] OPERATION = reserved('o');

  private static final long NUMBER = 0x9E3779B97F4A7C15L;
  private static final long OTHER = 0xC2B2AE3D27D4EB4FL;

  private static byte[] reserved(char name) {
    return new byte[] {0, (byte) name}; // no sender's key is likely to be the same
  }

  /** A string value. Hashes are those of {@code StringTable}, of text. */
  public static long text(int keyHash, int valueHash) {
    return mix((long) keyHash << 32 | (valueHash & 0xffff_ffffL));
  }

  /** An integer or, as 0 or 1, a boolean. */
  public static long number(int keyHash, byte typeCode, long value) {
    return mix(mix(value ^ NUMBER) + ((long) keyHash << 8) + typeCode);
  }

  /** That the key has values of another type, whatever they are. */
  public static long other(int keyHash) {
    return mix(keyHash ^ OTHER);
  }

  /** Spreads each bit over all others (the finish of MurmurHash3). */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }

  private FilterEntry() {}
}
