// SPDX-License-Identifier: Apache-2.0
/**
 * Blocks: immutable files of spans in columns, written once and read by position. Knows nothing of
 * the log, the head, or when blocks are made and deleted.
 */
@NullMarked
package io.spoor.storage.segment.block;

import org.jspecify.annotations.NullMarked;
