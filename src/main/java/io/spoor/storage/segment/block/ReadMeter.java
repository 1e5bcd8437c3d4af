// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * Told of what a query reads from blocks, by the thread that reads. What the caches hold already is
 * not read again and not counted.
 */
@FunctionalInterface
public interface ReadMeter {
  /** Counts nothing. */
  ReadMeter NONE = bytes -> {};

  /**
   * So many bytes are about to be read. An unchecked exception stops the read and passes through to
   * the caller.
   */
  void reads(long bytes);
}
