// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.SpanBatch;

/** One node of a filter. Immutable. */
@FunctionalInterface
interface Condition {

  /** Fulfilled by every span. */
  Condition ALWAYS = batch -> SpanTest.ALWAYS;

  /** Fulfilled by none. */
  Condition NEVER = batch -> SpanTest.NEVER;

  /** Binds it to a batch; {@link SpanTest#NEVER} when no span can fulfil it. */
  SpanTest on(SpanBatch batch);
}
