// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.telemetry.QueryRoute;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which handler serves which route, below the root and below the base path.
 *
 * <p>What is left below {@code /api} is 404 whatever its method, never the page, and never 405: so
 * does Jaeger, and its clients tell an old server from a new one by it. HEAD is no wrong method
 * where GET is right: probes and {@code curl -I} send it.
 */
final class Routes {
  private final Gate gate;
  private final Map<QueryRoute, ApiHandler> handlers = new EnumMap<>(QueryRoute.class);

  Routes(Gate gate) {
    this.gate = gate;
  }

  Routes add(QueryRoute route, ApiHandler handler) {
    handlers.put(route, handler);
    return this;
  }

  /** The routes that have a handler. */
  List<QueryRoute> routes() {
    return new ArrayList<>(handlers.keySet());
  }

  /** Adds everything to a router. */
  void mount(Router router, String basePath) {
    if (!basePath.isEmpty()) {
      mountAt(router, basePath); // first: the root's page takes every path that is left
    }
    mountAt(router, "");
    router.route().handler(routing -> Errors.pageNotFound(routing.response()));
  }

  private void mountAt(Router router, String mount) {
    addAll(router, mount, false);
    addAll(router, mount, true); // a wildcard takes the path without its last part too
    for (String prefix : List.of("/api", "/analytics", "/static")) {
      router
          .route(mount + prefix + "/*")
          .handler(routing -> Errors.pageNotFound(routing.response()));
    }
    ApiHandler page = handlers.get(QueryRoute.PAGE);
    if (page != null) {
      router
          .route(mount + "/*")
          .method(HttpMethod.GET)
          .method(HttpMethod.HEAD)
          .handler(serving(QueryRoute.PAGE, mount, page));
    }
  }

  private void addAll(Router router, String mount, boolean wildcards) {
    handlers.forEach(
        (route, handler) -> {
          if (route != QueryRoute.PAGE && wildcards == route.path().contains("{")) {
            pathOf(router, mount, route).handler(serving(route, mount, handler));
          }
        });
  }

  private Handler<RoutingContext> serving(QueryRoute route, String mount, ApiHandler handler) {
    return routing -> gate.serve(routing, route, mount, handler);
  }

  /** A name in braces takes all that is left of the path: names and base64 ids may hold slashes. */
  private static Route pathOf(Router router, String mount, QueryRoute route) {
    HttpMethod method = HttpMethod.valueOf(route.method());
    int brace = route.path().indexOf('{');
    Route added =
        brace < 0
            ? router.route(method, mount + route.path())
            : router.route(method, mount + route.path().substring(0, brace) + "*");
    return HttpMethod.GET.equals(method) ? added.method(HttpMethod.HEAD) : added;
  }
}
