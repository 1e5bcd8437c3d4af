// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.TraceCursor;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.model.Trace;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends the traces of a lease as messages of a call, as fast as the client reads, and gives other
 * calls of the event loop their turn in between. What is encoded and not yet read is bounded by the
 * connection's queue and one message.
 *
 * <p>The lease is closed when the call is over, for whatever reason.
 */
final class GrpcTraceStream {
  /** How the message of a status begins that says what an answer lacks. */
  static final String INCOMPLETE = "incomplete: ";

  private static final long TURN_NANOS = 2_000_000;

  private final GrpcCall call;
  private final TraceMessages messages;
  private final @Nullable String notFound;
  private final TraceCursor lease;
  private boolean any;

  private GrpcTraceStream(
      GrpcCall call, TraceMessages messages, @Nullable String notFound, TraceCursor lease) {
    this.call = call;
    this.messages = messages;
    this.notFound = notFound;
    this.lease = lease;
  }

  /**
   * Answers with what a lease gives.
   *
   * @param notFound the message of NOT_FOUND when there is no trace at all; null when that is fine
   */
  static void answer(
      GrpcCall call, Future<TraceCursor> lease, TraceMessages messages, @Nullable String notFound) {
    call.hold(lease, TraceCursor::close); // also when it comes after its client has gone
    call.await(lease, cursor -> new GrpcTraceStream(call, messages, notFound, cursor).next());
  }

  private void next() {
    call.await(lease.next(), this::begin);
  }

  private void begin(Optional<Trace> next) {
    if (next.isEmpty()) {
      end();
    } else if (next.get().size() == 0) {
      next();
    } else {
      any = true;
      messages.begin(next.get());
      write();
    }
  }

  /** One turn on the event loop: as many messages as its time and the client allow. */
  private void write() {
    long started = System.nanoTime();
    byte[] message = messages.next();
    while (message != null) {
      call.send(message);
      if (call.mustWait()) {
        call.whenDrained(this::write);
        return;
      }
      if (System.nanoTime() - started > TURN_NANOS) {
        call.afterOthers(this::write);
        return;
      }
      message = messages.next();
    }
    next();
  }

  /** An answer that lacks something says so by its status, after all that there is was sent. */
  private void end() {
    Optional<String> incomplete = lease.incomplete().filter(why -> !why.isEmpty());
    if (!any && notFound != null && incomplete.isEmpty()) {
      throw new GrpcException(GrpcStatus.NOT_FOUND, notFound);
    }
    incomplete.ifPresent(
        why -> {
          throw new GrpcException(
              any ? GrpcStatus.RESOURCE_EXHAUSTED : GrpcStatus.UNAVAILABLE, INCOMPLETE + why);
        });
    call.end();
  }
}
