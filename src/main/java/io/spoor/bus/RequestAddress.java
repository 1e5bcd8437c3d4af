// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.function.Function;

/**
 * A point-to-point address whose request and reply types the compiler checks.
 *
 * @param name dotted and stable; it appears in metrics
 * @param timeout how long a sender waits before it treats the request as refused
 */
public record RequestAddress<Q, A>(String name, Duration timeout) {

  /** Sends to one consumer. Fails with a {@link RefusedException} when refused or timed out. */
  public Future<A> request(Vertx vertx, Q body) {
    DeliveryOptions options =
        new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout.toMillis());
    return vertx
        .eventBus()
        .<A>request(name, body, options)
        .map(Message::body)
        .recover(failure -> Future.failedFuture(refused(failure)));
  }

  /** Serves this address on the calling context. A handler that throws still gets a reply out. */
  public MessageConsumer<Q> serve(Vertx vertx, Function<Q, Future<A>> handler) {
    return vertx
        .eventBus()
        .localConsumer(
            name,
            message ->
                Future.succeededFuture(message.body())
                    .compose(handler)
                    .onSuccess(message::reply)
                    .onFailure(
                        e -> message.fail(Refusal.of(e).code(), String.valueOf(e.getMessage()))));
  }

  private static Throwable refused(Throwable failure) {
    return failure instanceof ReplyException reply
        ? new RefusedException(
            Refusal.ofCode(reply.failureCode()), String.valueOf(reply.getMessage()))
        : failure;
  }
}
