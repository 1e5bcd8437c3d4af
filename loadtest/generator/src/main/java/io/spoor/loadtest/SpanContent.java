// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** What the spans of the load say, in whatever format. */
final class SpanContent {
  static final int EVENT_EVERY = 4;
  static final int ERROR_EVERY = 50;
  static final int USER_ID_DIGITS = 12;
  static final int ITEM_ID_DIGITS = 16;
  static final String SCOPE_NAME = "io.spoor.loadtest";
  static final String SCOPE_VERSION = "1.0.0";
  static final String EVENT_NAME = "cache.miss";
  static final int TAGS = 10;
  static final int RESOURCE_TAGS = 4;

  private static final String[] TIERS = {
    Workload.COMMON_VALUE, "silv", "bron", "free", Workload.ERROR_TIER
  };
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0 ";

  private SpanContent() {}

  static boolean isError(int position) {
    return position % ERROR_EVERY == ERROR_EVERY - 1;
  }

  static boolean hasEvent(int position) {
    return position % EVENT_EVERY == 0;
  }

  /** The attributes of a resource, its service's name left out. */
  static void resource(int service, Attributes out) {
    out.text("service.version", "1.42.0");
    out.text("host.name", "host-" + Workload.serviceName(service));
    out.text("deployment.environment.name", "production");
    out.text("telemetry.sdk.language", "java");
  }

  /** The attributes of the span at this position of a request; one has so many bytes of padding. */
  static void span(int service, int position, int padding, Attributes out) {
    out.text("http.request.method", "GET");
    out.unique("url.full", "http://shop.example/items/", ITEM_ID_DIGITS, Patch.ITEM_ID);
    out.unique(Workload.UNIQUE_KEY, "", USER_ID_DIGITS, Patch.USER_ID);
    out.number(Workload.STATUS_KEY, isError(position) ? 500 : 200);
    out.text("http.route", "/items/{id}");
    out.text("server.address", Workload.serviceName(service));
    out.number("server.port", 8080);
    out.text("network.protocol.version", "1.1");
    out.text(Workload.COMMON_KEY, TIERS[position % Workload.COMMON_EVERY]);
    out.text("user_agent.original", userAgent(padding));
  }

  static void event(Attributes out) {
    out.text("cache.name", "items");
  }

  private static String userAgent(int length) {
    return BROWSER.repeat(length / BROWSER.length() + 1).substring(0, length);
  }
}
