// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.Deadline;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TestQueries;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCache;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.telemetry.SegmentReadMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the searches of docs/performance.md cost in blocks that {@code loadtest/searches.sh} has
 * filled, without HTTP, on one thread: CPU time, bytes and row groups of each. Arguments: a folder
 * of blocks, searches of each kind, and, if not all, a part of the kinds' names.
 */
final class SearchCost {
  private static final Logger log = LoggerFactory.getLogger(SearchCost.class);
  private static final int SERVICES = 20;
  private static final int LIMIT = 20;
  private static final double LONGEST_NANOS = 512e6;
  private static final double CHILD_DURATION = 0.28;

  private final Random random = new Random(1);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final BlockCache cache = new BlockCache(Runtime.getRuntime().maxMemory() / 16);
  private final List<Block> blocks = new ArrayList<>();
  private final int count;

  private SearchCost(Path folder, int count) throws IOException {
    this.count = count;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".block")).toList()) {
        blocks.add(Block.open(new FileSystemDisk(), file, cache));
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    SearchCost cost = new SearchCost(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    cost.measure(arguments.length > 2 ? arguments[2] : "");
  }

  private void measure(String only) {
    Map<String, Supplier<TraceQuery>> kinds =
        Map.of(
            "by service", () -> query(service(), 0, Map.of()),
            "by service and minimum duration", () -> query(service(), 0.49, Map.of()),
            "by a duration never reached", () -> query(service(), 1.000_000_1, Map.of()),
            "by a common attribute", () -> query(service(), 0, Map.of("customer.tier", "gold")),
            "by a unique attribute", this::byUniqueAttribute,
            "by a value that is nowhere", this::byAbsentValue,
            "by two attributes", () -> query(service(), 0, two("team")),
            "by two that never meet", () -> query(service(), 0, two("gold")));
    log.info("CPU µs least/median/p99 | elapsed µs median/p99 | KiB read | groups read, skipped");
    if ("trace by id".contains(only)) {
      measure("trace by id", () -> List.of(anyTrace()));
    }
    kinds.entrySet().stream()
        .filter(kind -> kind.getKey().contains(only))
        .sorted(Map.Entry.comparingByKey())
        .forEach(kind -> measureSearch(kind.getKey(), kind.getValue()));
  }

  private void measureSearch(String kind, Supplier<TraceQuery> queries) {
    run(kind, queries, (query, reading) -> idsOf(new TraceSearch(query, reading).over(snapshot())));
  }

  private static List<TraceId> idsOf(List<TracePosition> positions) {
    return positions.stream().map(TracePosition::traceId).toList();
  }

  private void measure(String kind, Supplier<List<TraceId>> ids) {
    run(kind, ids, (wanted, reading) -> wanted);
  }

  private interface Search<Q> {
    List<TraceId> traces(Q query, Reading reading);
  }

  private <Q> void run(String kind, Supplier<Q> queries, Search<Q> search) {
    for (int i = 0; i < count; i++) {
      once(queries.get(), search, new SimpleMeterRegistry());
    }
    long[] cpu = new long[count];
    long[] elapsed = new long[count];
    long spans = 0;
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    for (int i = 0; i < count; i++) {
      Q query = queries.get();
      long cpuBefore = threads.getCurrentThreadCpuTime();
      long before = System.nanoTime();
      spans += once(query, search, meters);
      elapsed[i] = System.nanoTime() - before;
      cpu[i] = threads.getCurrentThreadCpuTime() - cpuBefore;
    }
    Arrays.sort(cpu);
    Arrays.sort(elapsed);
    log.info(
        String.format(
            Locale.ROOT,
            "%-32s %7d %7d %7d | %7d %7d | %7.0f | %.1f %.1f | %.1f spans",
            kind,
            cpu[0] / 1000,
            cpu[count / 2] / 1000,
            cpu[count * 99 / 100] / 1000,
            elapsed[count / 2] / 1000,
            elapsed[count * 99 / 100] / 1000,
            counted(meters, "storage.read.bytes") / 1024,
            counted(meters, "storage.read.groups"),
            counted(meters, "storage.skipped.groups"),
            (double) spans / count));
  }

  private double counted(SimpleMeterRegistry meters, String name) {
    return meters.get(name).counter().count() / count;
  }

  private <Q> long once(Q query, Search<Q> search, SimpleMeterRegistry meters) {
    Reading reading =
        new Reading(
            new ReadLimits(Deadline.after(Duration.ofMinutes(5)), 1L << 40),
            new SegmentReadMetrics(meters));
    long spans = 0;
    LastGroup groups = new LastGroup(reading);
    StoreSnapshot snapshot = snapshot();
    for (TraceId id : search.traces(query, reading)) {
      TraceChunks trace = new TraceChunks(snapshot, id, groups, reading);
      for (SpanBatch chunk = trace.next(); chunk != null; chunk = trace.next()) {
        spans += chunk.size();
      }
    }
    if (!reading.incomplete().isEmpty()) {
      throw new IllegalStateException(reading.incomplete());
    }
    reading.report();
    return spans;
  }

  /** Never closed: this process ends with it. */
  private StoreSnapshot snapshot() {
    return new StoreSnapshot(List.of(), blocks);
  }

  private int service() {
    return random.nextInt(SERVICES);
  }

  private static Map<String, String> two(String tier) {
    return Map.of("customer.tier", tier, "http.response.status_code", "500");
  }

  private static TraceQuery query(int service, double leastOfLongest, Map<String, String> tags) {
    double share = 1;
    for (int up = service; up > 0; up = (up - 1) / 3) {
      share *= CHILD_DURATION;
    }
    long least =
        leastOfLongest == 0
            ? TraceQuery.NO_DURATION_MIN
            : (long) (LONGEST_NANOS * share * leastOfLongest) + 1;
    TestQueries query =
        TestQueries.any()
            .service(String.format(Locale.ROOT, "service-%02d", service))
            .durations(least, TraceQuery.NO_DURATION_MAX)
            .limit(LIMIT);
    tags.forEach(query::attribute);
    return query.build();
  }

  private TraceQuery byUniqueAttribute() {
    SpanBatch spans = anyTraceSpans();
    int row = random.nextInt(spans.size());
    var attributes = spans.span(row).attributes();
    String user = attributes.text(attributes.find("user.id"));
    String service = ServiceCatalogue.serviceName(spans, spans.resourceOf(row));
    return query(Integer.parseInt(service.substring(8)), 0, Map.of("user.id", user));
  }

  private TraceQuery byAbsentValue() {
    String user = String.format(Locale.ROOT, "%012d", random.nextLong(1_000_000_000_000L));
    return query(service(), 0, Map.of("user.id", user));
  }

  private TraceId anyTrace() {
    try {
      Block block = blocks.get(random.nextInt(blocks.size()));
      RowGroup group = block.group(random.nextInt(block.groups()), ReadMeter.NONE);
      RowGroup.TraceRun run = group.traces().get(random.nextInt(group.traces().size()));
      return new TraceId(run.idHigh(), run.idLow());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private SpanBatch anyTraceSpans() {
    try {
      Block block = blocks.get(random.nextInt(blocks.size()));
      RowGroup group = block.group(random.nextInt(block.groups()), ReadMeter.NONE);
      return group.spans(new int[] {random.nextInt(group.rows())});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
