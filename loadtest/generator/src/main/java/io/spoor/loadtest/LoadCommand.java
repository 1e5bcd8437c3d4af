// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends the load, phase by phase, and prints a row of the table for each measured one. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Sends spans and prints a row of figures.")
final class LoadCommand implements Callable<Integer> {
  private static final long SAMPLE_MILLIS = 100;
  private static final long STOP_SECONDS = 20;

  @Option(names = "--target", required = true, description = "host:port of the receiver")
  String target;

  @Option(
      names = "--protocol",
      required = true,
      description = "one of ${COMPLETION-CANDIDATES}; compact is UDP, which nobody acknowledges")
  Protocol protocol;

  @Option(names = "--gzip", description = "compress (fastest level)")
  boolean isGzip;

  @Option(names = "--rate", description = "spans a second; 0: as fast as answers come")
  double rate;

  @Option(names = "--spans", description = "spans to measure, rounded up to whole traces")
  long spans;

  @Option(names = "--duration", description = "seconds to measure")
  double durationSeconds;

  @Option(names = "--warmup", defaultValue = "1000000", description = "spans sent before")
  long warmup;

  @Option(names = "--repeat", defaultValue = "1", description = "measurements in a row")
  int repeat;

  @Option(names = "--pid", description = "the server's process, to measure its CPU and memory")
  long pid;

  @Option(names = "--connections", defaultValue = "4")
  int connectionCount;

  @Option(
      names = "--in-flight",
      defaultValue = "4",
      description = "requests a connection; HTTP/1.1 opens as many connections instead")
  int inFlight;

  @Option(names = "--spans-per-request", defaultValue = "512")
  int spansPerRequest;

  @Option(names = "--ack-log", description = "file that names every acknowledged span")
  Path ackLogFile;

  @Option(names = "--retry", description = "send refused and failed requests again, as told")
  boolean isRetrying;

  @Option(names = "--max-attempts", defaultValue = "20", description = "with --retry")
  int maxAttempts;

  @Option(names = "--seed", defaultValue = "0", description = "of all ids; 0: by the clock")
  long seed;

  @Option(
      names = "--stall-timeout",
      defaultValue = "60",
      description = "seconds beyond its own time after which a phase counts as stuck")
  long stallSeconds;

  @Option(
      names = "--time-span",
      converter = Seconds.class,
      description = "trace times: spread over so long before now, as 90s, 10m, 2h; needs --spans")
  Double timeSpanSeconds;

  @Option(
      names = "--settle",
      paramLabel = "ADMIN_URL",
      description = "wait, before CPU is read, until the storage of this server has settled")
  String settleUrl;

  @Option(names = "--name", description = "first column of the row")
  String name;

  private final CountDownLatch printed = new CountDownLatch(1);
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sampler");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Integer call() throws Exception {
    if (spans <= 0 && durationSeconds <= 0) {
      spans = 2_000_000;
    }
    if (timeSpanSeconds != null && spans <= 0) {
      throw new IllegalArgumentException("--time-span needs --spans");
    }
    if (seed == 0) {
      seed = System.currentTimeMillis();
    }
    if (protocol.isDatagrams() && (rate == 0 || isGzip)) {
      throw new IllegalArgumentException("--protocol=compact needs --rate, and no --gzip");
    }
    Connections connections =
        new Connections(
            Target.parse(target),
            protocol.isDatagrams(),
            (channel, to) -> protocol.open(channel, to, inFlight, isGzip));
    try {
      connections.start(protocol.isOneByOne() ? connectionCount * inFlight : connectionCount);
      return run(connections);
    } finally {
      printed.countDown();
      connections.close();
    }
  }

  private int run(Connections connections) throws Exception {
    AckLog ackLog =
        ackLogFile == null ? AckLog.none() : AckLog.create(ackLogFile, seed, spansPerRequest);
    LoadRun load =
        new LoadRun(
            protocol.format(),
            new Workload(seed),
            spansPerRequest,
            connections,
            BodyEncoder.of(protocol.isGrpc(), isGzip),
            new RetryPolicy(isRetrying ? maxAttempts : 1),
            ackLog);
    stopOnSignal(load);
    ProcessUsage server = pid == 0 ? null : new ProcessUsage(pid);
    Settling settling = new Settling(settleUrl, server);
    if (server != null) {
      sampler.scheduleAtFixedRate(server::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }
    System.out.printf(
        "# seed=%d, %d spans and %d bytes a request%n",
        seed, spansPerRequest, load.bytesPerRequest());
    if (warmup > 0) {
      finish(load.start(phase(warmup, 0)), rate == 0 ? 0 : warmup / rate);
      settling.await();
    }
    List<Row> rows = new ArrayList<>();
    System.out.println(Row.header());
    for (int i = 0; i < repeat; i++) {
      Row row = measure(load, server, settling);
      rows.add(row);
      System.out.println(row.text(name == null ? defaultName() : name));
    }
    if (repeat > 1) {
      System.out.println(Row.medians(rows));
    }
    Counts last = rows.get(rows.size() - 1).counts();
    System.out.printf("# offered %,.0f spans/s%n", last.offered / last.seconds());
    System.out.printf(
        "# acknowledged after sending: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        last.ackMicrosFromSending.getValueAtPercentile(50) / 1000.0,
        last.ackMicrosFromSending.getValueAtPercentile(99) / 1000.0,
        last.ackMicrosFromSending.getMaxValue() / 1000.0);
    System.out.println("# answers " + rows.get(rows.size() - 1).counts().reasons);
    boolean isWhole = rows.stream().allMatch(row -> row.counts().failed == 0);
    return isWhole ? 0 : 1;
  }

  private Row measure(LoadRun load, ProcessUsage server, Settling settling) throws Exception {
    double serverBefore = server == null ? 0 : server.cpuSeconds();
    double ownBefore = ownCpuSeconds();
    if (server != null) {
      server.resetSamples();
    }
    double expected = Math.max(durationSeconds, rate == 0 ? 0 : spans / rate);
    Counts counts = finish(load.start(phase(spans, durationSeconds)), expected);
    double own = ownCpuSeconds() - ownBefore;
    settling.await(); // what the server does after the last answer counts, too
    double used = server == null ? 0 : server.cpuSeconds() - serverBefore;
    return new Row(
        counts,
        used * 1e6 / Math.max(1, counts.acknowledged),
        own * 1e6 / Math.max(1, counts.offered),
        server == null ? 0 : server.sampledRssMib(),
        server == null ? 0 : server.maxRssMib());
  }

  private Phase phase(long phaseSpans, double seconds) {
    TraceTimes times =
        timeSpanSeconds == null
            ? TraceTimes.live()
            : TraceTimes.spread(timeSpanSeconds, phaseSpans, spansPerRequest);
    return new Phase(phaseSpans, seconds, rate, times);
  }

  /** A signal ends the phase early, and its row is printed nevertheless. */
  private void stopOnSignal(LoadRun load) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (printed.getCount() == 0) {
                    return;
                  }
                  load.stop();
                  try {
                    printed.await(STOP_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private Counts finish(CompletableFuture<Counts> phase, double expectedSeconds)
      throws InterruptedException, ExecutionException, TimeoutException {
    return phase.get((long) expectedSeconds + stallSeconds, TimeUnit.SECONDS);
  }

  private String defaultName() {
    return protocol + (isGzip ? " gzip" : "");
  }

  private static double ownCpuSeconds() throws IOException {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
