// SPDX-License-Identifier: Apache-2.0
/**
 * The write-ahead log: opaque records, durable before they are acknowledged, given back in order
 * after a crash.
 *
 * <p>Knows nothing of spans. {@link io.spoor.disk.Disk} is the seam to the file system, at which
 * tests make writes, syncs and renames fail or tear.
 */
@NullMarked
package io.spoor.wal;

import org.jspecify.annotations.NullMarked;
