// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.config.SegmentConfig;
import io.spoor.disk.Disk;
import io.spoor.disk.FileSystemDisk;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What a store is made of.
 *
 * @param clock says when spans come
 * @param nanoTime a clock that never goes backwards
 * @param sealPauseMillis after a failure to seal, until it is tried again; doubles each time
 * @param maintained whether blocks are merged and deleted without being asked to
 */
record StoreSetting(
    SegmentConfig config,
    Disk disk,
    Clock clock,
    LongSupplier nanoTime,
    long sealPauseMillis,
    boolean maintained) {

  /** As it runs on this machine. */
  static StoreSetting of(SegmentConfig config) {
    return new StoreSetting(
        config, new FileSystemDisk(), Clock.systemUTC(), System::nanoTime, 1000, true);
  }
}
