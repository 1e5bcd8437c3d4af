// SPDX-License-Identifier: Apache-2.0

/**
 * Reads heads and blocks: traces by id, searches, catalogues, dependencies and statistics. Knows
 * nothing of how spans come in: it is given snapshots.
 */
@NullMarked
package io.spoor.storage.segment.read;

import org.jspecify.annotations.NullMarked;
