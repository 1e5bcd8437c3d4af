// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until a server has done all that followed from what was sent: every span is in a block, and
 * the process has hardly used a processor for two seconds, so that it does not merge any more.
 */
final class Settling {
  private static final long LONGEST_NANOS = 1_800_000_000_000L;
  private static final long POLL_MILLIS = 500;
  private static final int QUIET_POLLS = 4;
  private static final double QUIET_CPU_SECONDS = 0.05; // a poll

  /** Spans that are still to become a block; a storage that lacks it has nothing to do. */
  private static final Pattern WORK = Pattern.compile("\\w*segment_head_spans(\\{[^}]*})? (\\S+)");

  private final QueryClient client;
  private final ProcessUsage server;

  /**
   * @param adminUrl where the metrics are, null: only the process is looked at
   * @param server null: only the metrics are looked at
   */
  Settling(String adminUrl, ProcessUsage server) {
    this.client = adminUrl == null ? null : new QueryClient(adminUrl);
    this.server = server;
  }

  /** Returns two seconds after the last work was done. */
  void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_NANOS;
    int quiet = 0;
    double cpu = cpuSeconds();
    while (quiet < QUIET_POLLS) {
      if (System.nanoTime() > end) {
        throw new IOException("the storage has not settled");
      }
      Thread.sleep(POLL_MILLIS);
      double now = cpuSeconds();
      boolean isQuiet = (server == null || now - cpu < QUIET_CPU_SECONDS) && !hasWork();
      quiet = isQuiet ? quiet + 1 : 0;
      cpu = now;
    }
  }

  private double cpuSeconds() throws IOException {
    return server == null ? 0 : server.cpuSeconds();
  }

  private boolean hasWork() throws IOException, InterruptedException {
    if (client == null) {
      return false;
    }
    HttpResponse<byte[]> response = client.get("/metrics");
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode() + " from " + response.uri());
    }
    return new String(response.body(), StandardCharsets.UTF_8).lines().anyMatch(Settling::isWork);
  }

  private static boolean isWork(String line) {
    Matcher found = WORK.matcher(line);
    return found.matches() && Double.parseDouble(found.group(2)) > 0;
  }
}
