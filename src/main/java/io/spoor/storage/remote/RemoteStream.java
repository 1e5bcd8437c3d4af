// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.MessageLite;
import io.spoor.storage.StorageException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one answer, a message at a time: no more is read from the server than was asked
 * for here, but for what the connection's window holds.
 *
 * <p>Futures complete on the event loop of the call. Callable from any thread.
 */
final class RemoteStream {
  static final String TOO_LATE = "the deadline passed";

  /** How our own server begins the message of a call that lacks something. */
  private static final String INCOMPLETE = "incomplete: ";

  private final Context context;
  private final GrpcClientRequest<MessageLite, Buffer> call;
  private final long timer;

  // Of the context.
  private @Nullable GrpcClientResponse<MessageLite, Buffer> response;
  private @Nullable Promise<Optional<Buffer>> wanted;
  private @Nullable Buffer waiting; // came before it was wanted
  private @Nullable StorageException failure;
  private boolean ended;

  private volatile Optional<String> incomplete = Optional.empty();

  RemoteStream(Context context, GrpcClientRequest<MessageLite, Buffer> call, long millis) {
    this.context = context;
    this.call = call;
    this.timer = context.owner().setTimer(millis, t -> fail(TOO_LATE, null));
  }

  /** The server has begun to answer. */
  RemoteStream answeredBy(GrpcClientResponse<MessageLite, Buffer> answer) {
    response = answer;
    answer.pause();
    answer.handler(this::arrived);
    answer.invalidMessageHandler(e -> fail("the storage sent a message that is too large", e));
    answer.exceptionHandler(e -> fail("the storage broke off: " + e.getMessage(), e));
    answer.endHandler(v -> finished(answer));
    return this;
  }

  /** The next message; empty at the end, and after {@link #close}. */
  Future<Optional<Buffer>> next() {
    Promise<Optional<Buffer>> next = Promise.promise();
    context.runOnContext(v -> nextHere(next));
    return next.future();
  }

  private void nextHere(Promise<Optional<Buffer>> next) {
    Buffer early = waiting;
    StorageException failed = failure;
    if (early != null) {
      waiting = null;
      next.complete(Optional.of(early));
    } else if (failed != null) {
      next.fail(failed);
    } else if (ended) {
      next.complete(Optional.empty());
    } else {
      wanted = next;
      if (response != null) {
        response.fetch(1);
      }
    }
  }

  /** The one message of an answer that must have one. Closes the stream. */
  Future<Buffer> only() {
    return next()
        .compose(
            first -> {
              if (first.isEmpty()) {
                return Future.failedFuture(
                    StorageException.retryable("the storage's answer is empty", null));
              }
              return next()
                  .compose(
                      more ->
                          incomplete.isEmpty()
                              ? Future.succeededFuture(first.get())
                              : Future.failedFuture(
                                  StorageException.retryable(incomplete.get(), null)));
            })
        .onComplete(done -> close());
  }

  /** Why the server's answer lacks something; known at the end. */
  Optional<String> incomplete() {
    return incomplete;
  }

  /** Tells the server to stop. Can be called more than once. */
  void close() {
    context.runOnContext(
        v -> {
          context.owner().cancelTimer(timer);
          if (!ended) {
            end();
            call.cancel();
          }
          waiting = null;
        });
  }

  private void arrived(Buffer message) {
    Promise<Optional<Buffer>> next = wanted;
    wanted = null;
    if (next == null) {
      waiting = message;
    } else {
      next.complete(Optional.of(message));
    }
  }

  private void finished(GrpcClientResponse<MessageLite, Buffer> answer) {
    if (ended) {
      return;
    }
    String message = String.valueOf(answer.statusMessage());
    if (answer.status() == GrpcStatus.OK) {
      end();
    } else if (message.startsWith(INCOMPLETE)) {
      incomplete = Optional.of(message.substring(INCOMPLETE.length()));
      end();
    } else if (answer.status() == GrpcStatus.DEADLINE_EXCEEDED) {
      fail(TOO_LATE, null);
    } else {
      fail(RemoteCalls.failure(answer));
    }
  }

  private void end() {
    ended = true;
    context.owner().cancelTimer(timer);
    Promise<Optional<Buffer>> next = wanted;
    wanted = null;
    if (next != null) {
      next.complete(Optional.empty());
    }
  }

  private void fail(String message, @Nullable Throwable cause) {
    fail(StorageException.retryable(message, cause));
  }

  private void fail(StorageException why) {
    if (ended) {
      return;
    }
    failure = why;
    ended = true;
    context.owner().cancelTimer(timer);
    call.cancel();
    Promise<Optional<Buffer>> next = wanted;
    wanted = null;
    if (next != null) {
      next.fail(why);
    }
  }
}
