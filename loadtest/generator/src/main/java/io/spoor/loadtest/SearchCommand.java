// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures searches, one after another on one connection, and checks each answer. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Searches for what an acknowledgement log names and prints latencies.")
final class SearchCommand implements Callable<Integer> {
  private static final int LIMIT = 20;
  private static final String COMMON = tag(Workload.COMMON_KEY, Workload.COMMON_VALUE);

  @Option(names = "--query", defaultValue = "http://127.0.0.1:16686")
  String endpoint;

  @Option(names = "--ack-log", required = true)
  Path ackLogFile;

  @Option(names = "--last", description = "only traces among the last sent, this many")
  long last;

  @Option(names = "--count", defaultValue = "200", description = "measured searches of each kind")
  int count;

  @Option(names = "--warmup", defaultValue = "100", description = "searches of each kind before")
  int warmup;

  @Option(
      names = "--lookback",
      defaultValue = "1h",
      converter = Seconds.class,
      description = "searches reach so far back")
  double lookbackSeconds;

  @Option(
      names = "--until",
      description = "searches end here, in milliseconds since 1970; 0: at their own time")
  long untilMillis;

  @Option(names = "--seed", defaultValue = "1")
  long seed;

  private QueryClient client;
  private AckLog.Contents log;
  private Workload workload;
  private SplittableRandom random;
  private boolean isWhole = true;

  @Override
  public Integer call() throws Exception {
    client = new QueryClient(endpoint);
    log = AckLog.read(ackLogFile);
    workload = new Workload(log.seed());
    random = new SplittableRandom(seed);
    System.out.println(
        "| query | p50 ms | p90 ms | p99 ms | max ms | traces an answer | KiB an answer |");
    System.out.println("|---|---|---|---|---|---|---|");
    measureRows();
    return isWhole ? 0 : 1;
  }

  private void measureRows() throws Exception {
    measure("trace by id", () -> new Query(byId(anyTrace()), 1));
    measure("by service", () -> many(anyService(), ""));
    measure("by service and operation", this::byOperation);
    measure("by service and minimum duration, 1 %", this::bySlowness);
    measure("by service and a duration that its spans never have", this::byNeverReached);
    measure("by a duration that no span has", this::byLongest);
    measure("by a common attribute", () -> many(anyService(), COMMON));
    measure("by a unique attribute", this::byUniqueAttribute);
    measure("by an attribute value that is nowhere", this::byAbsentAttribute);
    measure("by two attributes, 2 %", () -> many(anyService(), tags(Workload.ERROR_TIER)));
    measure(
        "by two attributes that never meet",
        () -> new Query(search(anyService(), tags(Workload.COMMON_VALUE)), 0));
  }

  /**
   * A request and its right answer.
   *
   * @param traces how many are found
   * @param traceId the one that is found; empty: any
   */
  private record Query(String path, int traces, String traceId) {
    Query(String path, int traces) {
      this(path, traces, "");
    }

    boolean isAnsweredBy(JsonNode found) {
      return found.size() == traces
          && (traceId.isEmpty() || traceId.equals(found.path(0).path("traceID").asText()));
    }
  }

  private void measure(String name, Supplier<Query> queries) throws Exception {
    Histogram micros = new Histogram(3);
    long traces = 0;
    long bytes = 0;
    int wrong = 0;
    for (int i = -warmup; i < count; i++) {
      Query query = queries.get();
      long start = System.nanoTime();
      HttpResponse<byte[]> response = client.get(query.path());
      long nanos = System.nanoTime() - start;
      JsonNode found = client.data(response);
      wrong += query.isAnsweredBy(found) ? 0 : 1;
      if (i >= 0) {
        micros.recordValue(nanos / 1000);
        traces += found.size();
        bytes += response.body().length;
      }
    }
    isWhole &= wrong == 0;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.1f | %.2f%s | %.0f |%n",
        name,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(90) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0,
        (double) traces / count,
        wrong == 0 ? "" : ", **" + wrong + " wrong**",
        bytes / 1024.0 / count);
  }

  private String byId(long trace) {
    return "/api/traces/" + workload.traceIdHex(trace);
  }

  private Query byOperation() {
    int service = anyService();
    String operation = Workload.operationName(service, random.nextInt(Workload.SERVICES));
    return many(service, "&operation=" + QueryClient.encode(operation));
  }

  private Query bySlowness() {
    int service = anyService();
    return many(service, "&minDuration=" + Workload.slowestPercentNanos(service) + "ns");
  }

  private Query byNeverReached() {
    int service = anyService();
    String more = "&minDuration=" + Workload.neverReachedNanos(service) + "ns";
    return new Query(search(service, more), 0);
  }

  private Query byLongest() {
    String more = "&minDuration=" + Workload.neverReachedNanos() + "ns";
    return new Query(search(anyService(), more), 0);
  }

  private Query byUniqueAttribute() {
    int service = anyService();
    long trace = anyTrace();
    String more = tag(Workload.UNIQUE_KEY, workload.userIdText(trace, service));
    return new Query(search(service, more), 1, workload.traceIdHex(trace));
  }

  /** A value of the same form, as another seed has it. */
  private Query byAbsentAttribute() {
    int service = anyService();
    String value = new Workload(log.seed() + 1).userIdText(anyTrace(), service);
    return new Query(search(service, tag(Workload.UNIQUE_KEY, value)), 0);
  }

  private Query many(int service, String more) {
    return new Query(search(service, more), LIMIT);
  }

  private String search(int service, String more) {
    long end = (untilMillis == 0 ? System.currentTimeMillis() : untilMillis) * 1000;
    long start = end - (long) (lookbackSeconds * 1_000_000);
    return "/api/traces?service="
        + Workload.serviceName(service)
        + "&limit="
        + LIMIT
        + "&start="
        + start
        + "&end="
        + end
        + more;
  }

  private static String tags(String tier) {
    return "&tags="
        + QueryClient.encode(
            "{\""
                + Workload.COMMON_KEY
                + "\":\""
                + tier
                + "\",\""
                + Workload.STATUS_KEY
                + "\":\"500\"}");
  }

  private static String tag(String key, String value) {
    return "&tags=" + QueryClient.encode("{\"" + key + "\":\"" + value + "\"}");
  }

  private int anyService() {
    return random.nextInt(Workload.SERVICES);
  }

  /** One of those acknowledged whole. */
  private long anyTrace() {
    long traces = log.traces();
    long first = last > 0 ? Math.max(0, traces - last) : 0;
    int everyService = (1 << Workload.SERVICES) - 1;
    while (true) {
      long index = random.nextLong(first, traces);
      AckLog.Group group = log.groups().get((int) (index / log.tracesPerGroup()));
      if (group.services() == everyService) {
        return group.number() * log.tracesPerGroup() + index % log.tracesPerGroup();
      }
    }
  }
}
