// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks that every acknowledged span can be read again. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Reads an acknowledgement log and looks for its spans over Jaeger's HTTP API.")
final class VerifyCommand implements Callable<Integer> {
  @Option(names = "--query", defaultValue = "http://127.0.0.1:16686")
  String endpoint;

  @Option(names = "--ack-log", required = true)
  Path ackLogFile;

  @Option(names = "--sample", defaultValue = "2000", description = "traces to look for; 0: all")
  int sample;

  @Option(
      names = "--last",
      description = "only the traces sent last, this many: a bounded store has evicted the rest")
  long last;

  @Option(names = "--allow-absent", description = "a trace that is absent whole counts as evicted")
  boolean mayBeAbsent;

  @Option(names = "--batch", defaultValue = "20", description = "traces a request")
  int batch;

  @Option(names = "--seed", defaultValue = "1", description = "of the sample")
  long seed;

  @Option(
      names = "--search",
      description = "acknowledged spans to look for by their unique attribute, too")
  int searches;

  @Option(names = "--lookback", defaultValue = "24h", converter = Seconds.class)
  double lookbackSeconds;

  private long complete;
  private long partial;
  private long absent;
  private long missingSpans;
  private long duplicates;
  private long notFound;

  @Override
  public Integer call() throws Exception {
    AckLog.Contents log = AckLog.read(ackLogFile);
    Workload workload = new Workload(log.seed());
    QueryClient client = new QueryClient(endpoint);
    List<Expected> expected = chosen(log, workload);
    for (int from = 0; from < expected.size(); from += batch) {
      check(client, expected.subList(from, Math.min(expected.size(), from + batch)));
    }
    System.out.printf(
        "checked %d of %d acknowledged traces: %d complete, %d partial (%d spans missing),"
            + " %d absent, %d spans more than once%n",
        expected.size(), log.traces(), complete, partial, missingSpans, absent, duplicates);
    search(log, workload, client);
    boolean isWhole =
        partial == 0 && duplicates == 0 && notFound == 0 && (mayBeAbsent || absent == 0);
    return isWhole && (complete > 0 || expected.isEmpty()) ? 0 : 1;
  }

  private record Expected(String traceId, Set<String> spanIds) {}

  private List<Expected> chosen(AckLog.Contents log, Workload workload) {
    long traces = log.traces();
    long first = last > 0 ? Math.max(0, traces - last) : 0;
    List<Expected> chosen = new ArrayList<>();
    if (sample == 0 || sample >= traces - first) {
      for (long index = first; index < traces; index++) {
        chosen.add(expected(log, workload, index));
      }
    } else {
      new SplittableRandom(seed)
          .longs(sample, first, traces)
          .distinct()
          .forEach(index -> chosen.add(expected(log, workload, index)));
    }
    return chosen;
  }

  private static Expected expected(AckLog.Contents log, Workload workload, long index) {
    AckLog.Group group = log.groups().get((int) (index / log.tracesPerGroup()));
    long trace = group.number() * log.tracesPerGroup() + index % log.tracesPerGroup();
    Set<String> spanIds = new HashSet<>();
    for (int service = 0; service < Workload.SERVICES; service++) {
      if ((group.services() & 1 << service) != 0) {
        spanIds.add(workload.spanIdHex(trace, service));
      }
    }
    return new Expected(workload.traceIdHex(trace), spanIds);
  }

  /** Whether a search agrees with the look-up by id. */
  private void search(AckLog.Contents log, Workload workload, QueryClient client)
      throws IOException, InterruptedException {
    if (searches == 0 || log.traces() == 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < searches; i++) {
      long index = random.nextLong(log.traces());
      AckLog.Group group = log.groups().get((int) (index / log.tracesPerGroup()));
      long trace = group.number() * log.tracesPerGroup() + index % log.tracesPerGroup();
      int service = Integer.numberOfTrailingZeros(group.services());
      JsonNode found = client.data(client.get(byUserId(workload, trace, service)));
      if (found.size() != 1
          || !found.path(0).path("traceID").asText().equals(workload.traceIdHex(trace))) {
        notFound++;
      }
    }
    System.out.printf(
        "searched for %d acknowledged spans: %d not found, or not alone%n", searches, notFound);
  }

  private String byUserId(Workload workload, long trace, int service) {
    long end = System.currentTimeMillis() * 1000;
    String tags =
        "{\"" + Workload.UNIQUE_KEY + "\":\"" + workload.userIdText(trace, service) + "\"}";
    return "/api/traces?limit=20&service="
        + Workload.serviceName(service)
        + "&start="
        + (end - (long) (lookbackSeconds * 1_000_000))
        + "&end="
        + end
        + "&tags="
        + QueryClient.encode(tags);
  }

  private void check(QueryClient client, List<Expected> traces)
      throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder("/api/traces?raw=true");
    traces.forEach(trace -> query.append("&traceID=").append(trace.traceId()));
    Map<String, List<String>> found = new HashMap<>();
    for (JsonNode trace : client.data(client.get(query.toString()))) {
      List<String> spanIds =
          found.computeIfAbsent(trace.path("traceID").asText(), id -> new ArrayList<>());
      trace.path("spans").forEach(span -> spanIds.add(span.path("spanID").asText()));
    }
    traces.forEach(trace -> compare(trace, found.getOrDefault(trace.traceId(), List.of())));
  }

  private void compare(Expected trace, List<String> found) {
    Set<String> distinct = new HashSet<>(found);
    duplicates += found.size() - distinct.size();
    Set<String> missing = new HashSet<>(trace.spanIds());
    missing.removeAll(distinct);
    if (missing.isEmpty()) {
      complete++;
    } else if (found.isEmpty()) {
      absent++;
    } else {
      partial++;
      missingSpans += missing.size();
    }
  }
}
