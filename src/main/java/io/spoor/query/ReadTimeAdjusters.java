// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.config.QueryConfig;
import io.spoor.model.Trace;
import java.util.List;

/** Jaeger's read-time adjusters, in its order (docs/adr/0006-read-time-adjusters.md). */
final class ReadTimeAdjusters implements Adjuster {
  private final List<Adjuster> adjusters;

  ReadTimeAdjusters(QueryConfig config) {
    adjusters =
        List.of(
            new CorrectNegativeDuration(), // Jaeger does it when it stores, so before all others
            new DeduplicateClientServerSpanIds(),
            new SortCollections(),
            new DeduplicateSpans(),
            new CorrectClockSkew(config.maxClockSkew()),
            new NormalizeIpAttributes(),
            new MoveLibraryAttributes(),
            new RemoveEmptySpanLinks());
  }

  @Override
  public Trace adjust(Trace trace) {
    Trace adjusted = trace;
    for (Adjuster adjuster : adjusters) {
      adjusted = adjuster.adjust(adjusted);
    }
    return adjusted;
  }
}
