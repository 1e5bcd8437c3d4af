// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends sample traces to a running Spoor, and says how to find them. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Sends sample traces of a small shop over OTLP HTTP, and prints the commands that find them.",
      "Exit status: 0 when every span was accepted, else 1."
    })
final class DemoCommand implements Callable<Integer> {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A visit and its delivery are over by then, so that no span ends in the future. */
  private static final long VISIT_SECONDS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:4318",
      description = "OTLP HTTP receiver, without /v1/traces.")
  private URI endpoint = URI.create("http://127.0.0.1:4318");

  @Option(
      names = "--query",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:16686",
      description = "Query API, for the commands that are printed.")
  private URI query = URI.create("http://127.0.0.1:16686");

  @Option(names = "--traces", paramLabel = "N", defaultValue = "50", description = "How many.")
  private int traces = 50;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Traces a second; 0: no pause, but 5 with --continuous.")
  private double rate;

  @Option(names = "--continuous", description = "Go on for --duration, whatever --traces says.")
  private boolean isContinuous;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long --continuous goes on.")
  private long durationSeconds = 60;

  @Option(
      names = "--seed",
      paramLabel = "N",
      showDefaultValue = CommandLine.Help.Visibility.NEVER, // it is the time
      description = "Makes a run repeatable. Default: another one each time.")
  private long seed = System.nanoTime();

  private final Deque<DemoTrace> planned = new ArrayDeque<>();
  private final Set<DemoService> services = EnumSet.noneOf(DemoService.class);
  private final DemoExamples examples = new DemoExamples();
  private int sentTraces;
  private int sentSpans;
  private int notAcceptedSpans;

  @Override
  public Integer call() throws InterruptedException {
    if (traces < 1 || rate < 0 || durationSeconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--traces and --duration must be at least 1, --rate at least 0");
    }
    requireUrl("--endpoint", endpoint);
    requireUrl("--query", query);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      run(err);
    } catch (IOException e) {
      err.printf("Cannot reach %s (%s). Is Spoor running? Start it with ./spoor%n", endpoint, e);
      err.flush();
      return ExitStatus.FAILED;
    }
    out.printf(
        "Sent %d traces with %d spans of %d services to %s: %s.%n",
        sentTraces,
        sentSpans,
        services.size(),
        endpoint,
        notAcceptedSpans == 0 ? "all accepted" : notAcceptedSpans + " spans were not accepted");
    if (sentTraces > 0) {
      examples.print(out, query);
    }
    out.flush();
    return notAcceptedSpans == 0 ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private void requireUrl(String option, URI uri) {
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new ParameterException(
          spec.commandLine(), option + " must be like http://127.0.0.1:4318, was '" + uri + "'");
    }
  }

  private void run(PrintWriter err) throws IOException, InterruptedException {
    Random random = new Random(seed);
    DemoShop shop = new DemoShop(random);
    DemoSender sender = new DemoSender(endpoint, random);
    double pace = rate == 0 && isContinuous ? 5 : rate;
    long started = System.nanoTime();
    for (int i = 0; isWanted(i, started); i++) {
      if (pace > 0) {
        sleepUntil(started + (long) (i / pace * NANOS_PER_SECOND));
      }
      if (planned.isEmpty()) {
        planned.addAll(shop.visit(startUnixNano(i)));
      }
      send(sender, planned.remove(), err);
    }
  }

  private boolean isWanted(int index, long started) {
    return isContinuous
        ? System.nanoTime() - started < durationSeconds * NANOS_PER_SECOND
        : index < traces;
  }

  /** Spreads traces that are sent at once over the last minutes, as real ones would be. */
  private long startUnixNano(int index) {
    long nowMillis = System.currentTimeMillis();
    long ageSeconds = VISIT_SECONDS;
    if (!isContinuous && rate == 0) {
      ageSeconds += Duration.ofMinutes(5).toSeconds() * (traces - index) / traces;
    }
    return (nowMillis - ageSeconds * 1000) * 1_000_000;
  }

  private void send(DemoSender sender, DemoTrace trace, PrintWriter err)
      throws IOException, InterruptedException {
    List<DemoSpan> spans = trace.spans();
    DemoSender.Outcome outcome = sender.send(DemoJson.request(List.of(trace)));
    int lost = outcome.isAccepted() ? outcome.rejectedSpans() : spans.size();
    notAcceptedSpans += lost;
    if (lost > 0) {
      err.printf("%d spans of trace %s: %s%n", lost, trace.id().toHex(), outcome.reason());
      err.flush();
      return;
    }
    sentTraces++;
    sentSpans += spans.size();
    spans.forEach(span -> services.add(span.service()));
    examples.consider(trace);
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long millis = (nanoTime - System.nanoTime()) / 1_000_000;
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }
}
