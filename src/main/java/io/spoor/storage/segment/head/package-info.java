// SPDX-License-Identifier: Apache-2.0
/**
 * Spans that are in the log and not yet in a block: searchable in memory. Knows nothing of files.
 */
@NullMarked
package io.spoor.storage.segment.head;

import org.jspecify.annotations.NullMarked;
