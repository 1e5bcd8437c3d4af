// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.SpanKind;
import io.spoor.model.Trace;
import io.spoor.model.TraceWarnings;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a server span that shares its id with a client span an id of its own, as Zipkin's clients
 * need: the client span becomes its parent, and the spans below go under the server span.
 *
 * <p>New ids are the smallest that the trace does not use, from 1.
 */
final class DeduplicateClientServerSpanIds implements Adjuster {
  static final String TOO_MANY_SPANS = "cannot assign unique span ID, too many spans in the trace";

  @Override
  public Trace adjust(Trace trace) {
    SpanIdIndex index = SpanIdIndex.of(trace);
    return index.hasDuplicates() ? new Renaming(trace, index).run() : trace;
  }

  private static final class Renaming {
    private final Trace trace;
    private final SpanIdIndex index;
    private final long[] spanIds;
    private final long[] parentSpanIds;
    private final Map<Long, Long> renamed = new HashMap<>(); // shared id to the server span's new
    private long lastId;

    Renaming(Trace trace, SpanIdIndex index) {
      this.trace = trace;
      this.index = index;
      this.spanIds = new long[trace.size()];
      this.parentSpanIds = new long[trace.size()];
    }

    Trace run() {
      TraceWarnings warnings = new TraceWarnings(trace.size());
      boolean[] clientShares = clientShares();
      for (int span = 0; span < spanIds.length; span++) {
        spanIds[span] = trace.spanId(span);
        parentSpanIds[span] = trace.parentSpanId(span);
        if (isOf(SpanKind.SERVER, span) && clientShares[index.first(spanIds[span])]) {
          rename(span, warnings);
        }
      }
      if (renamed.isEmpty()) {
        return trace.withWarnings(warnings);
      }
      moveChildren();
      return trace.withIds(spanIds, parentSpanIds).withWarnings(warnings);
    }

    /** By the first span of an id: whether one of the spans with that id is a client's. */
    private boolean[] clientShares() {
      boolean[] shares = new boolean[trace.size()];
      for (int span = 0; span < shares.length; span++) {
        if (isOf(SpanKind.CLIENT, span)) {
          shares[index.first(trace.spanId(span))] = true;
        }
      }
      return shares;
    }

    private void rename(int span, TraceWarnings warnings) {
      long shared = spanIds[span];
      long newId = unusedId();
      if (newId == 0) {
        warnings.add(span, TOO_MANY_SPANS);
        return;
      }
      renamed.put(shared, newId);
      parentSpanIds[span] = shared;
      spanIds[span] = newId;
    }

    private void moveChildren() {
      for (int span = 0; span < spanIds.length; span++) {
        Long newParent = renamed.get(parentSpanIds[span]);
        if (newParent != null && newParent != spanIds[span]) {
          parentSpanIds[span] = newParent;
        }
      }
    }

    /**
     * The next id that no span has; 0 when all are taken. Ids only grow, so the whole is linear.
     */
    private long unusedId() {
      do {
        lastId++;
      } while (lastId != 0 && index.first(lastId) != SpanIdIndex.NONE);
      return lastId;
    }

    private boolean isOf(SpanKind kind, int span) {
      return trace.batch(span).spans().kind(trace.row(span)) == kind.number();
    }
  }
}
