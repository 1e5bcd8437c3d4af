// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import io.spoor.model.SpanBatch;

/**
 * One step of the processor's chain: looks at a batch, and gives back that batch or a changed copy.
 *
 * <p>Pure, quick, callable from any thread. Sanitizers are steps, and so is all that comes to
 * change spans on their way in.
 */
interface BatchStep {

  /**
   * The batch itself when there is nothing to change, which is the usual case and must be cheap.
   */
  SpanBatch apply(SpanBatch batch);
}
