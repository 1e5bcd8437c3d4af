// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.spoor.grpc.GrpcService.Method;
import io.spoor.grpc.GrpcService.Shape;
import io.spoor.model.Deadline;
import io.spoor.telemetry.GrpcMetrics;
import io.spoor.telemetry.GrpcMetrics.Abort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call and its answer: it ends exactly once, by its deadline at the latest, and what it holds
 * is given back however it ends.
 *
 * <pre>
 *              end, fail, deadline              all sent, or a second later
 * RECEIVING ─► OPEN ─────────────────► OVER ───────────────────────────────► GONE
 *      └────────┴── cancelled by the client ──────────────────────────────────┘
 * </pre>
 *
 * <p>Confined to the event loop of its connection, except {@link #await} and {@link #hold}, which
 * bring results back to it.
 */
public final class GrpcCall {
  private static final Logger log = LoggerFactory.getLogger(GrpcCall.class);
  private static final int MAX_MESSAGE_LENGTH = 1024; // a header stays within what clients accept
  private static final int MAX_PENDING_BYTES = 64 << 10;
  private static final long LINGER_MILLIS = 1_000;
  private static final long NONE = -1;
  private static final long CANCEL = 8; // of HTTP/2

  private final Vertx vertx;
  private final GrpcPort port;
  private final GrpcServerRequest<Buffer, Buffer> request;
  private final GrpcServerResponse<Buffer, Buffer> response;
  private final HttpServerRequest http;
  private final Context loop;
  private final long startNanos = System.nanoTime();
  private final Deadline deadline;
  private final List<Runnable> whenOver = new ArrayList<>(3);
  private long timer = NONE; // of the deadline, then of the last bytes

  private String service = GrpcMetrics.OTHER;
  private String method = GrpcMetrics.OTHER;
  private Runnable whenGone = () -> {};
  private @Nullable Runnable whenStopping; // only of calls that would never end by themselves
  private byte @Nullable [] message;
  private GrpcStatus status = GrpcStatus.OK;
  private int pendingBytes; // handed to the connection, which has not sent them yet
  private @Nullable Runnable whenDrained;
  private boolean begun; // to answer
  private boolean requestEnded;
  private boolean over;
  private boolean sent; // everything
  private boolean gone;

  /**
   * Opens a call.
   *
   * @param timeout null for none
   */
  GrpcCall(
      Vertx vertx,
      GrpcPort port,
      GrpcServerRequest<Buffer, Buffer> request,
      HttpServerRequest http,
      @Nullable Duration timeout) {
    this.vertx = vertx;
    this.port = port;
    this.request = request;
    this.response = request.response();
    this.http = http;
    this.loop = vertx.getOrCreateContext();
    this.deadline = Deadline.after(timeout == null ? Duration.ofDays(1) : timeout);
    if (timeout != null) {
      timer = vertx.setTimer(Math.max(1, deadline.remainingMillis()), t -> expire());
    }
    response.headers().set("grpc-accept-encoding", MessageBytes.ENCODINGS);
    request.exceptionHandler(lost -> cancelled());
    request.errorHandler(lost -> cancelled());
    response.exceptionHandler(lost -> cancelled());
    http.response().closeHandler(closed -> cancelled());
    onMessages(ignored -> {}, () -> {}); // of a call that is refused, or whose handler takes none
  }

  static GrpcException shuttingDown() {
    return new GrpcException(GrpcStatus.UNAVAILABLE, "shutting down");
  }

  void named(String servedService, String servedMethod) {
    service = servedService;
    method = servedMethod;
  }

  void whenGone(Runnable action) {
    whenGone = action;
  }

  /** Takes the messages of the request, and calls the handler when its shape wants it. */
  void receive(Method called) {
    request.invalidMessageHandler(
        tooLarge -> {
          port.metrics().refused(GrpcMetrics.Limit.MESSAGE_BYTES);
          fail(MessageBytes.tooLarge(port.config().limits().maxMessageBytes()));
        });
    if (called.shape() == Shape.MANY_REQUESTS) {
      whenStopping = () -> {};
      attempt(() -> called.handler().serve(this));
      return;
    }
    if (called.shape() == Shape.ENDLESS_ANSWER) {
      whenStopping = () -> {};
    }
    onMessages(
        only -> {
          if (message != null) {
            throw new GrpcException(GrpcStatus.INTERNAL, "the request has more than one message");
          }
          message = only;
        },
        () -> {
          if (message == null) {
            throw new GrpcException(GrpcStatus.INTERNAL, "the request has no whole message");
          }
          called.handler().serve(this);
        });
  }

  /** Takes the messages of a request that may have several. */
  void onMessages(Consumer<byte[]> each, Runnable atEnd) {
    int maxBytes = port.config().limits().maxMessageBytes();
    request.messageHandler(
        frame -> {
          if (!over) {
            attempt(() -> each.accept(MessageBytes.read(frame, maxBytes)));
          }
        });
    request.endHandler(
        ended -> {
          requestEnded = true;
          if (over) {
            checkGone();
          } else {
            attempt(atEnd);
          }
        });
  }

  /** Takes no further messages until the client has read what it was sent. */
  void readNoFasterThanWritten() {
    if (mustWait()) {
      request.pause();
      whenDrained(request::resume);
    }
  }

  /** The Vert.x that the call runs on. */
  public Vertx vertx() {
    return vertx;
  }

  /** By when the call ends at the latest. */
  public Deadline deadline() {
    return deadline;
  }

  /** The value of a header of the request; null when it is not there. */
  public @Nullable String header(String name) {
    return http.getHeader(name);
  }

  /**
   * The one message of the request.
   *
   * @throws GrpcException when it is not of this type
   */
  public <T> T request(Parser<T> parser) {
    return parse(parser, message == null ? new byte[0] : message);
  }

  static <T> T parse(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw GrpcException.invalid("the message cannot be decoded: " + e.getMessage());
    }
  }

  /**
   * The bytes of the one message of the request, never to be changed; none where it has several.
   */
  public byte[] requestBytes() {
    return message == null ? new byte[0] : message;
  }

  /** Sends a message. Ignored when the call is over. */
  public void send(MessageLite answer) {
    send(answer.toByteArray());
  }

  /** Sends an encoded message, which belongs to the call from then on. Ignored when it is over. */
  public void send(byte[] answer) {
    if (!over) {
      begun = true;
      port.metrics().sent(answer.length);
      pendingBytes += answer.length;
      response
          .writeMessage(GrpcMessage.message("identity", Buffer.buffer(answer)))
          .onComplete(written -> written(answer.length));
    }
  }

  private void written(int bytes) {
    pendingBytes -= bytes;
    Runnable step = whenDrained;
    if (step != null && !mustWait()) {
      whenDrained = null;
      onLoop(step);
    }
  }

  /** Sends the one message of the answer. */
  public void reply(MessageLite answer) {
    send(answer);
    end();
  }

  /**
   * Whether the client has yet to read; sending more would pile up. The connection's own queue
   * counts messages, however large they are, so bytes are counted here.
   */
  public boolean mustWait() {
    return pendingBytes >= MAX_PENDING_BYTES;
  }

  /** Runs on the event loop when the client has read on; never when the call is over by then. */
  public void whenDrained(Runnable step) {
    if (mustWait()) {
      whenDrained = step;
    } else {
      onLoop(step);
    }
  }

  /** Ends the call well. */
  public void end() {
    finish(GrpcStatus.OK, "");
  }

  /** Ends the call with what a failure means to the client; it may have had messages before. */
  public void fail(Throwable failure) {
    GrpcException answer = GrpcException.of(failure);
    if (answer.status() == GrpcStatus.INTERNAL && !(failure instanceof GrpcException)) {
      log.error("A call failed method={}/{}", service, method, failure);
    }
    if (!over && begun) {
      port.metrics()
          .aborted(
              answer.status() == GrpcStatus.DEADLINE_EXCEEDED ? Abort.DEADLINE : Abort.FAILURE);
    }
    finish(answer.status(), answer.text());
  }

  /** Whether the call has ended, or nobody waits for it any more. */
  public boolean isOver() {
    return over;
  }

  /** Runs once when the call is over; at once if it is. */
  public void whenOver(Runnable action) {
    if (over) {
      action.run();
    } else {
      whenOver.add(action);
    }
  }

  /** Continues on the event loop with a result; a failure ends the call. */
  public <T> void await(Future<T> future, Consumer<T> next) {
    future.onComplete(
        done ->
            onLoop(
                () -> {
                  if (done.failed()) {
                    fail(done.cause());
                  } else {
                    next.accept(done.result());
                  }
                }));
  }

  /** Sees to it that a result that takes up something is given back, even one that comes late. */
  public <T> void hold(Future<T> future, Consumer<T> giveBack) {
    future.onSuccess(result -> loop.runOnContext(now -> whenOver(() -> giveBack.accept(result))));
  }

  /** Runs on the event loop, unless the call is over by then; what it throws ends the call. */
  public void onLoop(Runnable step) {
    loop.runOnContext(
        now -> {
          if (!over) {
            attempt(step);
          }
        });
  }

  /** Runs on the event loop after it has looked at its connections. */
  public void afterOthers(Runnable step) {
    vertx.setTimer(1, passed -> onLoop(step));
  }

  /** What to do for a call that would never end by itself, before it is ended at a stop. */
  void whenStopping(Runnable action) {
    whenStopping = action;
  }

  /** The process is stopping. */
  void stopping() {
    if (whenStopping != null && !over) {
      whenStopping.run();
      fail(shuttingDown());
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void expire() {
    fail(new GrpcException(GrpcStatus.DEADLINE_EXCEEDED, "the call took too long"));
  }

  private void finish(GrpcStatus ending, String text) {
    if (over) {
      return;
    }
    response.status(ending);
    if (!text.isEmpty()) {
      response.statusMessage(text.substring(0, Math.min(text.length(), MAX_MESSAGE_LENGTH)));
    }
    request.resume(); // what else the client sends goes nowhere
    become(ending);
    timer = vertx.setTimer(LINGER_MILLIS, passed -> breakOff());
    response
        .end()
        .onComplete(
            written -> {
              sent = true;
              checkGone();
            });
  }

  private void become(GrpcStatus ending) {
    over = true;
    status = ending;
    vertx.cancelTimer(timer);
    whenOver.forEach(Runnable::run);
    whenOver.clear();
  }

  /** The client takes nothing or does not stop sending: what is left is thrown away. */
  private void breakOff() {
    http.response().reset(CANCEL);
    leave();
  }

  private void cancelled() {
    if (!over) {
      if (begun) {
        port.metrics().aborted(Abort.CLIENT);
      }
      become(GrpcStatus.CANCELLED);
    }
    leave();
  }

  private void checkGone() {
    if (sent && requestEnded) {
      leave();
    }
  }

  private void leave() {
    if (!gone) {
      gone = true;
      vertx.cancelTimer(timer);
      port.metrics().callEnded(service, method, status.code, System.nanoTime() - startNanos);
      port.callGone();
      whenGone.run();
    }
  }
}
