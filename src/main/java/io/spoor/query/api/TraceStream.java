// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.TraceCursor;
import io.spoor.model.Trace;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the traces of a lease into an answer, as fast as the client reads and a chunk at a time,
 * so that other requests of the event loop get their turn in between.
 *
 * <pre>
 * lease ──► next trace ──► chunk of spans ──► send ──┬─► (client slow: when it has drained)
 *              ▲   ▲            │                    └─► (else: after what else the event loop has)
 *              │   └──trace done┘                         │
 *              └──────────────────────────────────────────┘
 * </pre>
 *
 * <p>The lease is closed when the exchange is over, for whatever reason.
 */
final class TraceStream {
  private static final long TURN_NANOS = 2_000_000;

  private final Exchange exchange;
  private final TraceDocument document;
  private final @Nullable String notFound;
  private final BodyStream body;
  private @Nullable TraceCursor lease;
  private @Nullable Trace trace;
  private boolean begun;

  private TraceStream(Exchange exchange, TraceDocument document, @Nullable String notFound)
      throws IOException {
    this.exchange = exchange;
    this.document = document;
    this.notFound = notFound;
    this.body = new BodyStream(exchange);
  }

  /**
   * Answers with what a lease gives.
   *
   * @param notFound the message of a 404 when there is no trace at all; null when that is fine
   */
  static void answer(
      Exchange exchange,
      Future<TraceCursor> lease,
      TraceDocument document,
      @Nullable String notFound) {
    exchange.hold(lease, TraceCursor::close); // also when it comes after its client has gone
    exchange.await(
        lease,
        cursor -> {
          try {
            TraceStream stream = new TraceStream(exchange, document, notFound);
            exchange.whenOver(stream.body::release);
            stream.lease = cursor;
            stream.next();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void next() {
    if (lease != null) {
      exchange.await(lease.next(), this::write);
    }
  }

  private void write(Optional<Trace> next) {
    try {
      if (next.isEmpty()) {
        end();
      } else if (next.get().size() == 0) {
        next(); // Grafana panics at a trace without spans
      } else {
        begin();
        trace = next.get();
        document.beginTrace(body.json(), trace);
        writeSpans();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      document.begin(body.json());
    }
  }

  /** One turn on the event loop: as many chunks as its time allows. */
  private void writeSpans() throws IOException {
    long started = System.nanoTime();
    boolean complete;
    boolean sent = false;
    do {
      complete = document.writeSpans(body);
      if (body.isFull()) { // or else the trace is complete, and the next one fills the chunk
        body.send();
        sent = true;
      }
    } while (!complete && !body.mustWait() && System.nanoTime() - started < TURN_NANOS);
    Runnable then = complete ? this::next : this::resume;
    if (body.mustWait()) {
      exchange.response().drainHandler(drained -> exchange.onLoop(then));
    } else if (sent) {
      exchange.afterOthers(then);
    } else {
      then.run();
    }
  }

  private void resume() {
    try {
      writeSpans();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() throws IOException {
    Optional<String> incomplete =
        lease == null ? Optional.empty() : lease.incomplete().filter(why -> !why.isEmpty());
    if (!begun && notFound != null) {
      if (incomplete.isPresent()) {
        throw new ApiException(503, "incomplete: " + incomplete.get()); // it may exist all the same
      }
      throw new ApiException(404, notFound);
    }
    begin();
    document.end(body.json(), incomplete);
    body.finish();
  }
}
