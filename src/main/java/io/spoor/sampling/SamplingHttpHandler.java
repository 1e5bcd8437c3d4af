// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import static java.util.Objects.requireNonNull;

import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.spoor.telemetry.SamplingMetrics;
import io.spoor.telemetry.SamplingMetrics.Result;
import io.spoor.telemetry.SamplingMetrics.Transport;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers over HTTP how much a service is to sample, whatever the path and the method, as Jaeger
 * does. Bodies are not read. Callable from any event loop.
 */
public final class SamplingHttpHandler implements Handler<HttpServerRequest> {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  private static final Buffer NO_RESTRICTIONS = Buffer.buffer("[]");
  private static final String SERVICE = "service";

  private static final long LINGER_MILLIS = 1_000;

  private final Vertx vertx;
  private final SamplingStrategies strategies;
  private final SamplingMetrics metrics;
  private final Duration timeout;

  /**
   * Takes what is asked.
   *
   * @param timeout by which a client is answered
   */
  public SamplingHttpHandler(
      Vertx vertx, SamplingStrategies strategies, SamplingMetrics metrics, Duration timeout) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.strategies = requireNonNull(strategies, "strategies");
    this.metrics = requireNonNull(metrics, "metrics");
    this.timeout = requireNonNull(timeout, "timeout");
  }

  @Override
  public void handle(HttpServerRequest request) {
    List<String> services = request.params().getAll(SERVICE);
    if (services.size() != 1) {
      answered(Result.INVALID);
      answer(request, 400, TEXT, Buffer.buffer("'service' parameter must be provided once\n"));
    } else if ("/baggageRestrictions".equals(request.path())) {
      answered(Result.ANSWERED);
      answer(request, 200, JSON, NO_RESTRICTIONS);
    } else {
      StrategyJson form = "/".equals(request.path()) ? StrategyJson.NUMBERED : StrategyJson.NAMED;
      Future.succeededFuture(services.get(0))
          .compose(strategies::strategyOf)
          .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .onComplete(found -> answer(request, form, found));
    }
  }

  private void answer(
      HttpServerRequest request, StrategyJson form, AsyncResult<SamplingStrategyResponse> found) {
    if (found.succeeded()) {
      answered(Result.ANSWERED);
      answer(request, 200, JSON, Buffer.buffer(form.write(found.result())));
    } else {
      answered(Result.FAILED);
      String message = "collector error: " + found.cause().getMessage() + "\n";
      answer(request, 500, TEXT, Buffer.buffer(message));
    }
  }

  private void answer(
      HttpServerRequest request, int status, CharSequence contentType, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .end(body)
        .onSuccess(v -> awaitEnd(request));
  }

  /** A body is thrown away, so that its client sees the answer; but not for long. */
  private void awaitEnd(HttpServerRequest request) {
    if (!request.isEnded()) {
      vertx.setTimer(LINGER_MILLIS, id -> stopSending(request));
    }
  }

  private static void stopSending(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(0); // NO_ERROR: the answer stands
    } else {
      request.connection().close();
    }
  }

  private void answered(Result result) {
    metrics.answered(Transport.HTTP, result);
  }
}
