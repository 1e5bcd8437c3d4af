// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.config.HttpReceiverConfig.Cors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells browsers which pages may send. Immutable. */
public final class CorsPolicy {
  private static final List<String> HEADERS =
      List.of("Accept", "Content-Encoding", "Content-Type", "Origin", "X-Requested-With");

  private final List<Pattern> origins;
  private final String headers;
  private final boolean anyHeader;
  private final String maxAgeSeconds;

  /** Takes the pages that may send. */
  public CorsPolicy(Cors config) {
    this.origins = config.allowedOrigins().stream().map(CorsPolicy::pattern).toList();
    this.headers =
        Stream.concat(HEADERS.stream(), config.allowedHeaders().stream())
            .collect(Collectors.joining(", "));
    this.anyHeader = config.allowedHeaders().contains("*");
    this.maxAgeSeconds = Long.toString(config.maxAge().toSeconds());
  }

  /** Whether a browser asks if it may send. */
  public static boolean isPreflight(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method())
        && request.getHeader(HttpHeaders.ORIGIN) != null
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
  }

  /** Adds to an answer what lets the page that asked read it. */
  public void apply(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origins.isEmpty() || origin == null) {
      return;
    }
    request.response().putHeader(HttpHeaders.VARY, "Origin");
    if (allows(origin)) {
      request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
  }

  /** Adds what answers a preflight, besides {@link #apply}. Nothing when the page may not send. */
  public void applyToPreflight(HttpServerRequest request) {
    if (!allows(request.getHeader(HttpHeaders.ORIGIN))) {
      return;
    }
    String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST");
    response.putHeader(
        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, anyHeader && asked != null ? asked : headers);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, maxAgeSeconds);
  }

  private boolean allows(@Nullable String origin) {
    return origin != null
        && origins.stream()
            .anyMatch(allowed -> allowed.matcher(origin.toLowerCase(Locale.ROOT)).matches());
  }

  private static Pattern pattern(String origin) {
    String[] literals = origin.toLowerCase(Locale.ROOT).split("\\*", -1);
    return Pattern.compile(
        Arrays.stream(literals).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
