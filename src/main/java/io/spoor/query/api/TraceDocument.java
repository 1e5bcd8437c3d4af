// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.Trace;
import java.io.IOException;
import java.util.Optional;

/** The shape of an answer made of traces. Used for one answer, by one thread. */
interface TraceDocument {

  /** What comes before the first trace. */
  void begin(JsonGenerator json) throws IOException;

  /** Starts a trace; its spans come with {@link #writeSpans}. */
  void beginTrace(JsonGenerator json, Trace trace) throws IOException;

  /**
   * Writes spans of the current trace until the chunk is full.
   *
   * @return whether the trace is complete
   */
  boolean writeSpans(BodyStream body) throws IOException;

  /**
   * What comes after the last trace.
   *
   * @param incomplete why traces may be missing
   */
  void end(JsonGenerator json, Optional<String> incomplete) throws IOException;
}
