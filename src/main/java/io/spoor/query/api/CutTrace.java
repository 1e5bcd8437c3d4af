// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.Trace;
import java.util.Optional;

/**
 * Tells a trace that the query service cut because it is too large.
 *
 * <p>As in Jaeger, the one sign of it is a warning on the first span. Formats with spans pass that
 * on; a format without has to say it in another place.
 */
final class CutTrace {
  private static final String WARNING = "trace has more than ";

  /** What the warning says, if there is one. */
  static Optional<String> reason(Trace trace) {
    return trace.warnings(0).stream()
        .filter(warning -> warning.startsWith(WARNING))
        .findFirst()
        .map(warning -> "trace " + trace.id().toHex() + ": " + warning);
  }

  private CutTrace() {}
}
