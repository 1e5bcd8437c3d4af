// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.model.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A small shop whose visitors leave traces behind: they look at products, fill carts and order.
 *
 * <pre>
 * frontend ─► inventory ─► redis, postgresql
 *         ├─► cart ─► redis
 *         └─► checkout ─► cart, inventory, payment ─► bank
 *                     └─► topic orders ··link··► shipping ─► postgresql, carrier
 *                                                       └──► email ─► smtp
 * </pre>
 */
final class DemoShop {
  private static final List<String> PRODUCTS =
      List.of("lantern", "compass", "boots", "tent", "rope", "kettle", "map", "field-glasses");
  private static final long QUEUE_MICROS = 40_000;

  private final RandomGenerator random;
  private int orders = 1000;

  DemoShop(RandomGenerator random) {
    this.random = random;
  }

  /**
   * One visit: its trace, and that of the delivery if something was ordered.
   *
   * @param startUnixNano when the visit begins; all of it is over within 20 seconds
   */
  List<DemoTrace> visit(long startUnixNano) {
    DemoTrace trace = new DemoTrace(random, startUnixNano, visitor());
    List<DemoTrace> traces = new ArrayList<>(List.of(trace));
    int wish = random.nextInt(10);
    try {
      if (wish < 4) {
        lookAtProduct(trace);
      } else if (wish < 6) {
        addToCart(trace);
      } else {
        traces.add(delivery(order(trace), trace.nowUnixNano()));
      }
    } catch (DemoFailure e) {
      return traces; // the visitor saw an error page; the trace shows why
    }
    return traces;
  }

  private Map<String, String> visitor() {
    return Map.of(
        "session.id",
        Long.toHexString(random.nextLong() | Long.MIN_VALUE),
        "user.id",
        "u" + (10_000 + random.nextInt(500)),
        "customer.tier",
        random.nextInt(5) == 0 ? "gold" : "standard");
  }

  private void lookAtProduct(DemoTrace trace) {
    String product = product();
    page(
        trace,
        "GET",
        "/products/{id}",
        "/products/" + product,
        () -> {
          DemoCalls.grpc(
              trace,
              DemoService.FRONTEND,
              DemoService.INVENTORY,
              "shop.Inventory/GetStock",
              () -> stock(trace, product));
          trace.span(
              DemoService.FRONTEND,
              SpanKind.INTERNAL,
              "render product",
              span -> {
                span.with("template", "product.html");
                trace.work(900);
              });
        });
  }

  private void stock(DemoTrace trace, String product) {
    DemoCalls.redis(trace, DemoService.INVENTORY, "GET", "stock:" + product, random.nextBoolean());
    if (random.nextInt(3) == 0) {
      DemoCalls.sql(
          trace,
          DemoService.INVENTORY,
          "SELECT",
          "stock",
          "SELECT quantity FROM stock WHERE product = $1");
    }
    trace.work(200);
  }

  private void addToCart(DemoTrace trace) {
    String product = product();
    page(
        trace,
        "POST",
        "/cart",
        "/cart",
        () ->
            trace.inParallel(
                () ->
                    DemoCalls.grpc(
                        trace,
                        DemoService.FRONTEND,
                        DemoService.CART,
                        "shop.Cart/AddItem",
                        () -> {
                          DemoCalls.redis(trace, DemoService.CART, "HSET", "cart", true);
                          trace.work(150);
                        }),
                () ->
                    DemoCalls.grpc(
                        trace,
                        DemoService.FRONTEND,
                        DemoService.INVENTORY,
                        "shop.Inventory/GetStock",
                        () -> stock(trace, product))));
  }

  /** Plays an order; gives the span that published it. */
  private DemoSpan order(DemoTrace trace) {
    List<DemoSpan> published = new ArrayList<>();
    page(
        trace,
        "POST",
        "/checkout",
        "/checkout",
        () ->
            DemoCalls.grpc(
                trace,
                DemoService.FRONTEND,
                DemoService.CHECKOUT,
                "shop.Checkout/PlaceOrder",
                () -> published.add(placeOrder(trace))));
    return published.get(0);
  }

  private DemoSpan placeOrder(DemoTrace trace) {
    String orderId = "order-" + orders++;
    trace.inParallel(
        () ->
            DemoCalls.grpc(
                trace,
                DemoService.CHECKOUT,
                DemoService.CART,
                "shop.Cart/GetCart",
                () -> DemoCalls.redis(trace, DemoService.CART, "HGETALL", "cart", true)),
        () ->
            DemoCalls.grpc(
                trace,
                DemoService.CHECKOUT,
                DemoService.INVENTORY,
                "shop.Inventory/Reserve",
                () -> reserve(trace)));
    double amount = random.nextInt(1_500, 30_000) / 100.0;
    trace.span(
        DemoService.CHECKOUT,
        SpanKind.INTERNAL,
        "price order",
        span -> {
          span.with("order.id", orderId).with("order.amount", amount);
          span.with("order.items", List.of(product(), product()));
          trace.work(300);
        });
    DemoCalls.http(
        trace,
        DemoService.CHECKOUT,
        DemoService.PAYMENT,
        "POST",
        "/charges",
        () -> DemoCalls.bank(trace, amount, random.nextInt(6) == 0));
    return DemoCalls.publish(trace, orderId);
  }

  /** Now and then two orders want the same row: the first attempt fails, the second succeeds. */
  private void reserve(DemoTrace trace) {
    String statement = "UPDATE stock SET quantity = quantity - $1 WHERE product = $2";
    if (random.nextInt(4) == 0) {
      try {
        DemoCalls.sqlDeadlock(trace, DemoService.INVENTORY, "UPDATE", "stock", statement);
      } catch (DemoFailure e) {
        trace.event("retry", Map.of("retry.attempt", 1L, "retry.reason", e.text()));
        trace.work(2_000);
      }
    }
    DemoCalls.sql(trace, DemoService.INVENTORY, "UPDATE", "stock", statement);
  }

  private DemoTrace delivery(DemoSpan published, long afterUnixNano) {
    DemoTrace trace = new DemoTrace(random, afterUnixNano, Map.of());
    trace.work(QUEUE_MICROS);
    trace.span(
        DemoService.SHIPPING,
        SpanKind.CONSUMER,
        "process orders",
        span -> {
          span.linkedTo(published).withAll(published.attributes());
          span.with("messaging.operation.type", "process");
          span.with("messaging.consumer.group.name", "shipping");
          DemoCalls.sql(
              trace,
              DemoService.SHIPPING,
              "INSERT",
              "parcels",
              "INSERT INTO parcels (order_id, state) VALUES ($1, $2)");
          DemoCalls.external(trace, DemoService.SHIPPING, "POST", "carrier.example", "/labels");
          DemoCalls.http(
              trace,
              DemoService.SHIPPING,
              DemoService.EMAIL,
              "POST",
              "/confirmations",
              () -> DemoCalls.smtp(trace));
        });
    return trace;
  }

  /** The visitor's own request. */
  private static void page(
      DemoTrace trace, String method, String route, String path, Runnable body) {
    trace.span(
        DemoService.FRONTEND,
        SpanKind.SERVER,
        method + " " + route,
        span -> {
          span.with("http.request.method", method).with("http.route", route).with("url.path", path);
          span.with("http.response.status_code", 500L); // unless all goes well
          trace.work(400);
          body.run();
          trace.work(200);
          span.with("http.response.status_code", 200L);
        });
  }

  private String product() {
    return PRODUCTS.get(random.nextInt(PRODUCTS.size()));
  }
}
