// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.model.SpanKind;
import java.util.Map;

/**
 * The calls between the shop's services and to what they depend on, as instrumentation shows them.
 */
final class DemoCalls {
  private static final long NETWORK_MICROS = 120;

  private DemoCalls() {}

  static void grpc(
      DemoTrace trace, DemoService from, DemoService to, String method, Runnable body) {
    String service = method.substring(0, method.indexOf('/'));
    Map<String, String> attributes =
        Map.of(
            "rpc.system",
            "grpc",
            "rpc.service",
            service,
            "rpc.method",
            method.substring(service.length() + 1));
    trace.span(
        from,
        SpanKind.CLIENT,
        method,
        client -> {
          client.withAll(attributes).with("server.address", to.serviceName());
          trace.work(NETWORK_MICROS);
          trace.span(
              to,
              SpanKind.SERVER,
              method,
              server -> {
                server.withAll(attributes).with("rpc.grpc.status_code", 13L);
                trace.work(100);
                body.run();
                server.with("rpc.grpc.status_code", 0L);
              });
          trace.work(NETWORK_MICROS);
        });
  }

  static void http(
      DemoTrace trace,
      DemoService from,
      DemoService to,
      String method,
      String route,
      Runnable body) {
    trace.span(
        from,
        SpanKind.CLIENT,
        method,
        client -> {
          client.with("http.request.method", method).with("server.address", to.serviceName());
          client.with("url.full", "http://" + to.serviceName() + ":8080" + route);
          client.with("http.response.status_code", 500L);
          trace.work(NETWORK_MICROS);
          trace.span(
              to,
              SpanKind.SERVER,
              method + " " + route,
              server -> {
                server.with("http.request.method", method).with("http.route", route);
                server.with("http.response.status_code", 500L);
                trace.work(200);
                body.run();
                server.with("http.response.status_code", 200L);
              });
          trace.work(NETWORK_MICROS);
          client.with("http.response.status_code", 200L);
        });
  }

  /** A call to a host that sends no spans of its own. */
  static void external(DemoTrace trace, DemoService from, String method, String host, String path) {
    trace.span(
        from,
        SpanKind.CLIENT,
        method,
        client -> {
          client.with("http.request.method", method).with("server.address", host);
          client.with("url.full", "https://" + host + path).with("server.port", 443L);
          trace.work(9_000);
          client.with("http.response.status_code", 201L);
        });
  }

  static void bank(DemoTrace trace, double amount, boolean isDeclined) {
    trace.span(
        DemoService.PAYMENT,
        SpanKind.CLIENT,
        "POST",
        client -> {
          client.with("http.request.method", "POST").with("server.address", "bank.example");
          client.with("url.full", "https://bank.example/v2/charges");
          client.with("payment.amount", amount).with("payment.declined", isDeclined);
          trace.work(15_000);
          client.with("http.response.status_code", isDeclined ? 402L : 201L);
          if (isDeclined) {
            throw new DemoFailure("shop.payment.CardDeclinedException", "card declined");
          }
        });
  }

  static void redis(DemoTrace trace, DemoService from, String command, String key, boolean isHit) {
    trace.span(
        from,
        SpanKind.CLIENT,
        command,
        client -> {
          client.with("db.system.name", "redis").with("db.operation.name", command);
          client.with("db.query.text", command + " " + key).with("server.address", "redis");
          trace.work(80);
          if (!isHit) {
            trace.event("cache.miss", Map.of("cache.key", key));
          }
        });
  }

  static void sql(DemoTrace trace, DemoService from, String verb, String table, String statement) {
    query(trace, from, verb, table, statement, false);
  }

  static void sqlDeadlock(
      DemoTrace trace, DemoService from, String verb, String table, String statement) {
    query(trace, from, verb, table, statement, true);
  }

  /** Hands the order over to a queue; gives the span that a consumer links to. */
  static DemoSpan publish(DemoTrace trace, String orderId) {
    return trace.span(
        DemoService.CHECKOUT,
        SpanKind.PRODUCER,
        "send orders",
        producer -> {
          producer.with("messaging.system", "kafka").with("messaging.destination.name", "orders");
          producer.with("messaging.operation.type", "send");
          producer.with("messaging.message.id", orderId);
          trace.work(500);
        });
  }

  static void smtp(DemoTrace trace) {
    trace.span(
        DemoService.EMAIL,
        SpanKind.CLIENT,
        "SMTP send",
        client -> {
          client.with("server.address", "smtp.example").with("server.port", 25L);
          client.with("email.template", "order-confirmation");
          trace.work(4_000);
        });
  }

  private static void query(
      DemoTrace trace,
      DemoService from,
      String verb,
      String table,
      String statement,
      boolean isDeadlocked) {
    trace.span(
        from,
        SpanKind.CLIENT,
        verb + " " + table,
        client -> {
          client.with("db.system.name", "postgresql").with("db.namespace", "shop");
          client.with("db.operation.name", verb).with("db.collection.name", table);
          client.with("db.query.text", statement).with("server.address", "postgresql");
          trace.work(isDeadlocked ? 100_000 : 700);
          if (isDeadlocked) {
            throw new DemoFailure("org.postgresql.util.PSQLException", "deadlock detected");
          }
        });
  }
}
