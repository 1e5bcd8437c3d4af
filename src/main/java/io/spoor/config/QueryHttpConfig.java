// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings under {@code query.http}: the port of the JSON APIs and the page.
 *
 * @param host address to bind
 * @param port TCP port; 0 lets the system choose
 * @param basePath prefix under which everything is served besides the root; empty, or starts with a
 *     slash and ends without one
 * @param corsOrigins origins whose pages may call; {@code *} for all, none for no CORS at all
 * @param tls plain text when it has no certificate
 * @param limits what a client may take
 * @param timeouts how long a client may take
 */
public record QueryHttpConfig(
    String host,
    int port,
    String basePath,
    List<String> corsOrigins,
    TlsConfig tls,
    Limits limits,
    Timeouts timeouts) {
  private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

  /** Rejects a base path that no URL could start with. */
  public QueryHttpConfig {
    corsOrigins = List.copyOf(corsOrigins);
    if (!isBasePath(basePath)) {
      throw new IllegalArgumentException(
          "basePath must be empty or like /jaeger/ui, was '" + basePath + "'");
    }
  }

  /** Reads the section. */
  public static QueryHttpConfig from(ConfigSection section) {
    return section.read(
        own ->
            new QueryHttpConfig(
                own.text("host", "127.0.0.1", "address to bind; 0.0.0.0 for all"),
                own.port("port", 16_686, "TCP port of the JSON APIs and the page"),
                basePath(own),
                own.texts("corsOrigins", List.of(), "origins whose pages may call; '*' for all"),
                TlsConfig.from(own.section("tls")),
                Limits.from(own.section("limits")),
                Timeouts.from(own.section("timeouts"))));
  }

  private static boolean isBasePath(String path) {
    return BASE_PATH.matcher(path).matches() && !path.contains("/.");
  }

  private static String basePath(ConfigSection section) {
    String path =
        section.text("basePath", "", "prefix of all paths, such as /jaeger; the root works too");
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (isBasePath(trimmed)) {
      return trimmed;
    }
    section.reject("basePath", "must be empty or like /jaeger/ui, was '" + path + "'");
    return "";
  }

  /**
   * What a client may take. Each bound is for the process.
   *
   * @param maxConnections open connections; further ones are closed
   * @param maxRequests requests not answered yet; further ones get 503
   * @param maxHeaderBytes all headers of a request
   * @param maxUrlBytes the request line
   * @param maxTransformBytes body of one {@code POST /api/transform}
   * @param maxTransformTotalBytes bodies being transformed at once, what is made of them included
   */
  public record Limits(
      int maxConnections,
      int maxRequests,
      int maxHeaderBytes,
      int maxUrlBytes,
      int maxTransformBytes,
      long maxTransformTotalBytes) {
    private static final int MIB = 1 << 20;

    static Limits from(ConfigSection section) {
      return new Limits(
          section.integer("maxConnections", 1000, 1, 1_000_000, "further ones are closed"),
          section.integer("maxRequests", 256, 1, 100_000, "at once; further ones get 503"),
          (int) section.bytes("maxHeaderBytes", 32 << 10, 1 << 10, MIB, "of one request"),
          (int) section.bytes("maxUrlBytes", 16 << 10, 1 << 10, MIB, "of one request"),
          (int)
              section.bytes(
                  "maxTransformBytes", 16L * MIB, 1 << 10, 256L * MIB, "of one /api/transform"),
          section.bytesOfHeap(
              "maxTransformTotalBytes", 8, MIB, Long.MAX_VALUE, "of all /api/transform at once"));
    }
  }

  /**
   * How long a client may take.
   *
   * @param request from the head of a request to the last byte of its answer
   * @param idle a connection without a request is closed after it
   */
  public record Timeouts(Duration request, Duration idle) {
    static Timeouts from(ConfigSection section) {
      return new Timeouts(
          section.duration(
              "request",
              Duration.ofSeconds(30),
              Duration.ofMillis(1),
              Duration.ofHours(1),
              "from the head of a request to the last byte of its answer"),
          section.duration(
              "idle",
              Duration.ofSeconds(60),
              Duration.ofMillis(10),
              Duration.ofHours(24),
              "a connection without a request is closed after it"));
    }
  }
}
