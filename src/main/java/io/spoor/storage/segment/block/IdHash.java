// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/** The hash of a trace id under which the id index keeps it. Part of the format. */
final class IdHash {

  /** Every bit of the id changes about half of the result's. */
  static int of(long idHigh, long idLow) {
    long mixed = mix(idHigh * 0x9E37_79B9_7F4A_7C15L + idLow);
    return (int) (mix(mixed ^ idHigh) >>> 32);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return mixed ^ (mixed >>> 33);
  }

  private IdHash() {}
}
