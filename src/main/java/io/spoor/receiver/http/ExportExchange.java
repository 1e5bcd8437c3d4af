// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.receiver.BodyBuffer;
import io.spoor.receiver.IntakeException;
import io.spoor.receiver.ReceivedBody;
import io.spoor.receiver.Reservation;
import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * One export request, from its head to its answer. Each protocol adds its framing and its words.
 *
 * <pre>
 *            chunk              end               answer
 *  RECEIVING ─────► RECEIVING ─────► HANDED_OVER ───────► DONE      the reservation is the intake's
 *      │ refused, rejected, too slow                                from HANDED_OVER on
 *      ├───────────────────► LINGERING ── end, too much, too slow ──► DONE
 *      └── client gone ──────────────────────────────────────────► DONE
 * </pre>
 *
 * <p>Lingering: a request that was answered early is read on for a while and thrown away, so that
 * its client sees the answer instead of a broken connection. Confined to the request's event loop.
 */
public abstract class ExportExchange {
  private static final long MAX_LINGER_BYTES = 1 << 20;

  private final ExportDoor door;
  private final HttpServerRequest request;
  private final Reservation reservation;
  private final BodyBuffer body;
  private final long startNanos = System.nanoTime();

  private State state = State.RECEIVING;
  private long bodyTimer;
  private long arrivedBytes;
  private long lingeringBytes;

  /** Opens memory for the body of a request that has just come in. */
  protected ExportExchange(ExportDoor door, HttpServerRequest request) {
    this.door = door;
    this.request = request;
    this.reservation = door.intake().budget().open(door.open()::closed);
    this.body = new BodyBuffer(reservation, door.intake().config().maxMessageBytes());
  }

  /** Starts reading. A request that is refused by its head alone goes through here as well. */
  public final void open() {
    door.open().opened(); // until it is answered
    door.open().opened(); // until its memory is given back, which may be later
    request.exceptionHandler(failure -> gone());
    request.handler(this::chunk);
    request.endHandler(v -> ended());
    bodyTimer = door.vertx().setTimer(door.timeouts().body().toMillis(), id -> bodyTimedOut());
    try {
      checkAdmission();
      checkHead();
    } catch (IntakeException e) {
      fail(e);
    }
  }

  /** Checks what the head of the request says; {@link #body()} may be told its length. */
  protected abstract void checkHead();

  /** Takes a piece of the body, and hands what is message to {@link #body()}. */
  protected abstract void receive(Buffer chunk);

  /** Says how long the client waits for an answer. */
  protected abstract Duration timeout();

  /** The whole message, at the end of the request. */
  protected abstract ReceivedBody message();

  /** Answers that spans are safe. */
  protected abstract Future<Void> answer(Accepted accepted);

  /**
   * Answers that the request is refused or rejected.
   *
   * @param whole whether the client has sent all it had to say
   */
  protected abstract Future<Void> answer(IntakeException failure, boolean whole);

  /** The request. */
  protected final HttpServerRequest request() {
    return request;
  }

  /** Its answer. */
  protected final HttpServerResponse response() {
    return request.response();
  }

  /** What was received of its message. */
  protected final BodyBuffer body() {
    return body;
  }

  /** Where it came in. */
  protected final ExportDoor door() {
    return door;
  }

  private void checkAdmission() {
    if (door.open().draining()) {
      throw new IntakeException(IntakeReason.UNAVAILABLE, "shutting down; try again");
    }
    if (door.intake().budget().isFull()) {
      throw new IntakeException(IntakeReason.BUDGET_FULL, "too much is in flight; try again");
    }
  }

  private void chunk(Buffer chunk) {
    arrivedBytes += chunk.length();
    if (state == State.RECEIVING) {
      try {
        receive(chunk);
      } catch (IntakeException e) {
        fail(e);
      }
    } else if (state == State.LINGERING) {
      lingeringBytes += chunk.length();
      if (lingeringBytes > MAX_LINGER_BYTES) {
        abandon();
      }
    }
  }

  private void ended() {
    door.vertx().cancelTimer(bodyTimer);
    if (state == State.RECEIVING) {
      try {
        handOver(message());
      } catch (IntakeException e) {
        fail(e);
      }
    }
    if (state == State.LINGERING) {
      state = State.DONE;
    }
  }

  private void handOver(ReceivedBody message) {
    Tenant tenant = door.tenantOf(request);
    state = State.HANDED_OVER;
    Duration max = door.timeouts().maxRequest();
    Duration wanted = timeout();
    Duration timeout = wanted.compareTo(max) < 0 ? wanted : max;
    Deadline deadline = new Deadline(startNanos + timeout.toNanos());
    door.intake()
        .accept(
            door.receiver(),
            tenant,
            door.vertx().getOrCreateContext(),
            message,
            reservation,
            deadline)
        .onComplete(
            answered -> {
              state = State.DONE;
              if (response().closed() || response().ended()) {
                close(); // the client went away; what it sent is safe, or will come again
              } else if (answered.succeeded()) {
                closeAfter(answer(answered.result()));
              } else {
                closeAfter(answer((IntakeException) answered.cause(), true));
              }
            });
  }

  /** Refuses or rejects a request that is not handed over. */
  private void fail(IntakeException failure) {
    boolean whole = request.isEnded();
    state = whole ? State.DONE : State.LINGERING;
    reservation.close();
    door.intake().undecoded(door.receiver(), failure.reason(), arrivedBytes);
    if (response().closed() || response().ended()) {
      close();
    } else {
      closeAfter(answer(failure, whole));
    }
  }

  private void bodyTimedOut() {
    if (state == State.RECEIVING) {
      fail(
          new IntakeException(
              IntakeReason.BODY_TIMEOUT,
              "the request did not arrive within " + door.timeouts().body().toMillis() + " ms"));
    }
    if (state == State.LINGERING) {
      abandon();
    }
  }

  /** The client reset the stream or closed the connection before its request was whole. */
  private void gone() {
    door.vertx().cancelTimer(bodyTimer);
    if (state == State.RECEIVING) {
      reservation.close();
      door.intake().undecoded(door.receiver(), IntakeReason.CANCELLED, arrivedBytes);
      close();
    }
    if (state != State.HANDED_OVER) {
      state = State.DONE;
    }
  }

  private void abandon() {
    state = State.DONE;
    door.vertx().cancelTimer(bodyTimer);
    if (request.version() == HttpVersion.HTTP_2) {
      response().reset(0); // NO_ERROR: the answer stands, stop sending
    } else {
      request.connection().close();
    }
  }

  private void closeAfter(Future<Void> written) {
    written.onComplete(done -> close()); // failed when the client went away meanwhile
  }

  private void close() {
    door.intake().metrics().answered(door.receiver(), System.nanoTime() - startNanos);
    door.open().closed();
  }

  private enum State {
    RECEIVING,
    HANDED_OVER,
    LINGERING,
    DONE
  }
}
