// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.telemetry.ApiMetrics;
import io.spoor.telemetry.QueryRoute;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: exactly one answer, given by the deadline or broken off there, and
 * what the request holds is given back however it ends.
 *
 * <p>Confined to the request's event loop, except {@link #await}, which brings results back to it.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final long HTTP2_INTERNAL_ERROR = 2;

  /** Writes a JSON document. */
  interface JsonBody {
    void writeTo(com.fasterxml.jackson.core.JsonGenerator json) throws IOException;
  }

  private final RoutingContext routing;
  private final QueryRoute route;
  private final String mount;
  private final ApiMetrics metrics;
  private final Deadline deadline;
  private final FormQuery query;
  private final Context loop;
  private final List<Runnable> whenOver = new ArrayList<>(2);
  private boolean over;

  /**
   * Wraps a request.
   *
   * @param mount the base path by which it came, empty for the root
   */
  Exchange(
      RoutingContext routing,
      QueryRoute route,
      String mount,
      ApiMetrics metrics,
      Deadline deadline) {
    this.routing = routing;
    this.route = route;
    this.mount = mount;
    this.metrics = metrics;
    this.deadline = deadline;
    this.query = FormQuery.parse(routing.request().query());
    this.loop = routing.vertx().getOrCreateContext();
  }

  Vertx vertx() {
    return routing.vertx();
  }

  RoutingContext routing() {
    return routing;
  }

  QueryRoute route() {
    return route;
  }

  HttpServerRequest request() {
    return routing.request();
  }

  HttpServerResponse response() {
    return routing.response();
  }

  ApiMetrics metrics() {
    return metrics;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Every request's tenant, until tenancy can be switched on. */
  Tenant tenant() {
    return Tenant.DEFAULT;
  }

  FormQuery query() {
    return query;
  }

  /** What follows a prefix in the path as the client sent it, still encoded. */
  String pathAfter(String prefix) {
    String path = request().path();
    int start = mount.length() + prefix.length();
    return path != null && path.length() > start ? path.substring(start) : "";
  }

  boolean wantsPrettyPrint() {
    String value = query.first("prettyPrint");
    return route.path().startsWith("/api/")
        && errorShape() == ErrorShape.V1
        && !value.isEmpty()
        && !value.equals("false");
  }

  boolean acceptsGzip() {
    return AcceptEncoding.allowsGzip(request().getHeader("Accept-Encoding"));
  }

  private ErrorShape errorShape() {
    return route.path().startsWith("/api/v3/") ? ErrorShape.V3 : ErrorShape.V1;
  }

  /** Whether the answer is complete, or nobody waits for it any more. */
  boolean isOver() {
    return over;
  }

  /** Runs once when the exchange is over; at once if it is. */
  void whenOver(Runnable action) {
    if (over) {
      action.run();
    } else {
      whenOver.add(action);
    }
  }

  /** Called when the response ended or its connection was lost. */
  void end() {
    if (!over) {
      over = true;
      whenOver.forEach(Runnable::run);
    }
  }

  /** Continues on the event loop with a result; a failure becomes the answer. */
  <T> void await(Future<T> future, Consumer<T> next) {
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
  <T> void hold(Future<T> future, Consumer<T> giveBack) {
    future.onSuccess(result -> loop.runOnContext(now -> whenOver(() -> giveBack.accept(result))));
  }

  /** Runs on the event loop, unless the exchange is over by then; what it throws is the answer. */
  void onLoop(Runnable step) {
    loop.runOnContext(
        now -> {
          if (!over) {
            attempt(step);
          }
        });
  }

  /**
   * Runs on the event loop after it has looked at its connections. {@code runOnContext} would not
   * do: the loop runs up to 64 tasks that ask for their next turn before it looks at anything else.
   */
  void afterOthers(Runnable step) {
    vertx().setTimer(1, passed -> onLoop(step));
  }

  /** Runs a step; what it throws becomes the answer. */
  void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Answers 200 with a small document. */
  void json(JsonBody document) {
    try {
      BodyStream body = new BodyStream(this);
      whenOver(body::release);
      document.writeTo(body.json());
      body.finish();
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Answers 200 with text that is no JSON. */
  void text(String contentType, String text) {
    Buffer body = Buffer.buffer(text);
    metrics.sent(body.length());
    response().putHeader("Content-Type", contentType).end(body);
  }

  /** Answers with what a failure means to the client. */
  void fail(Throwable failure) {
    ApiException answer = ApiException.of(failure);
    if (answer.status() == 500 && !(failure instanceof ApiException)) {
      log.error("Request failed route={}", route, failure);
    }
    if (answer.retryable() && !response().headWritten()) {
      response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    fail(answer.status(), answer.text(), ApiMetrics.Abort.FAILURE);
  }

  /** Answers with an error, or breaks off when the answer is under way. */
  void fail(int status, String message) {
    fail(status, message, ApiMetrics.Abort.FAILURE);
  }

  /** The deadline passed. */
  void expire() {
    fail(504, "request timed out", ApiMetrics.Abort.DEADLINE);
  }

  private void fail(int status, String message, ApiMetrics.Abort abort) {
    if (over) {
      return;
    }
    if (response().headWritten()) {
      metrics.aborted(abort);
      breakOff();
    } else {
      Errors.send(response(), status, errorShape().body(status, message));
    }
  }

  /** A status that was sent cannot be taken back: the client must see that the rest is missing. */
  private void breakOff() {
    if (request().version() == HttpVersion.HTTP_2) {
      response().reset(HTTP2_INTERNAL_ERROR);
    } else {
      request().connection().close();
    }
    end();
  }
}
