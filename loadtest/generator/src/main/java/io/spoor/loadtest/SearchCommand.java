// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the searches of the table, one after another on one connection. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Searches for what an acknowledgement log names and prints latencies.")
final class SearchCommand implements Callable<Integer> {
  private static final int LIMIT = 20;

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

  @Option(names = "--lookback-minutes", defaultValue = "60")
  long lookbackMinutes;

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
    System.out.println("| query | p50 ms | p99 ms | max ms | traces an answer | KiB an answer |");
    System.out.println("|---|---|---|---|---|---|");
    measure("trace by id", 1, () -> "/api/traces/" + workload.traceIdHex(anyTrace()));
    measure("by service", LIMIT, () -> search(anyService(), ""));
    measure("by service and operation", LIMIT, this::byOperation);
    measure(
        "by service and minimum duration", LIMIT, () -> search(anyService(), "&minDuration=5ms"));
    measure(
        "by a common attribute",
        LIMIT,
        () -> search(anyService(), tag(Workload.COMMON_KEY, Workload.COMMON_VALUE)));
    measure("by a unique attribute", 1, this::byUniqueAttribute);
    return isWhole ? 0 : 1;
  }

  private void measure(String name, int expectedTraces, Supplier<String> query) throws Exception {
    Histogram micros = new Histogram(3);
    long traces = 0;
    long bytes = 0;
    for (int i = -warmup; i < count; i++) {
      String path = query.get();
      long start = System.nanoTime();
      HttpResponse<byte[]> response = client.get(path);
      long nanos = System.nanoTime() - start;
      if (i >= 0) {
        micros.recordValue(nanos / 1000);
        traces += client.data(response).size();
        bytes += response.body().length;
      }
    }
    isWhole &= traces == (long) expectedTraces * count;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.2f of %d | %.0f |%n",
        name,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0,
        (double) traces / count,
        expectedTraces,
        bytes / 1024.0 / count);
  }

  private String byOperation() {
    int service = anyService();
    String operation = Workload.operationName(service, random.nextInt(Workload.SERVICES));
    return search(service, "&operation=" + QueryClient.encode(operation));
  }

  private String byUniqueAttribute() {
    int service = anyService();
    return search(service, tag(Workload.UNIQUE_KEY, workload.userIdText(anyTrace(), service)));
  }

  private String search(int service, String more) {
    long end = System.currentTimeMillis() * 1000;
    long start = end - lookbackMinutes * 60_000_000;
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
