// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

/** Why a segment store refuses a write. */
public enum SegmentRefusal {
  /** It is not open, or ending. */
  CLOSED,
  /** The volume has too little room left. */
  DISK_FULL,
  /** The log takes no records, or lost this one. */
  LOG,
  /** Sealing is behind: no memory is left. */
  NO_ROOM
}
