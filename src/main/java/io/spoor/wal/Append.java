// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

/**
 * A record on its way into the log, and who is to hear of its end.
 *
 * <p>Exactly one of {@link #durable} and {@link #failed} is called, on the log's own thread, in the
 * order in which the log took the records; both must be quick and must not throw.
 */
public interface Append {

  /** Tenant of the record, at most 255 ASCII characters. */
  String tenant();

  /** The record. Must not change until the end was told. */
  byte[] body();

  /**
   * The record survives a crash from now on, as far as the configured durability goes.
   *
   * @param sequence its place in the order of all records
   */
  void durable(long sequence);

  /**
   * The record is not in the log, and will never come back from it.
   *
   * @param cause an {@link UncertainAppendException} when that cannot be promised
   */
  void failed(Exception cause);
}
