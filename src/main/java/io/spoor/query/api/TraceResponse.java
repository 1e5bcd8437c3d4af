// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.model.Hex;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts the header {@code traceresponse} on every answer, as Jaeger does. Spoor does not trace
 * itself, so the ids name nothing and the flags say that nothing was sampled.
 */
final class TraceResponse implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext routing) {
    routing.response().putHeader("traceresponse", next());
    routing.next();
  }

  private static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String traceId = Hex.format(random.nextLong()) + Hex.format(random.nextLong() | 1);
    return "00-" + traceId + "-" + Hex.format(random.nextLong() | 1) + "-00";
  }
}
