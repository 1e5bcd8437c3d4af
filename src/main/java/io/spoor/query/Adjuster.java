// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Trace;

/**
 * Corrects at read time what a stored trace says, without touching what is stored.
 *
 * <p>Takes time linear in the size of the trace, whatever its shape, and never throws for its
 * content. Usable by several threads.
 */
@FunctionalInterface
interface Adjuster {

  /** The corrected trace; the same object when there was nothing to correct. */
  Trace adjust(Trace trace);
}
