// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.Trace;
import org.jspecify.annotations.Nullable;

/** The messages of a gRPC answer that is made of traces. Used for one answer, by one thread. */
interface TraceMessages {

  /** Starts a trace, once the one before has no message left. */
  void begin(Trace trace);

  /** The next message of the trace; null when there is none left. */
  byte @Nullable [] next();
}
