// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The meters of reading from storage again, under the names that Jaeger 2's dashboards ask for:
 * {@code jaeger_storage_requests_total} and {@code jaeger_storage_latency_seconds}.
 */
final class StorageAliases implements MultiCollector {
  private static final String REQUESTS = "jaeger_storage_requests";
  private static final String REQUESTS_HELP = "Reads from storage; Jaeger's name.";

  private final MeterRegistry meters;

  StorageAliases(MeterRegistry meters) {
    this.meters = requireNonNull(meters, "meters");
  }

  @Override
  public MetricSnapshots collect() {
    MetricFamilies families = new MetricFamilies();
    families.counter(REQUESTS, REQUESTS_HELP);
    for (Counter counter : meters.find("storage.requests").counters()) {
      if (!isWrite(counter)) {
        families.count(
            REQUESTS,
            REQUESTS_HELP,
            Labels.of("operation", operation(counter), "result", result(counter)),
            counter.count());
      }
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.build().forEach(all::metricSnapshot);
    return all.metricSnapshot(latencies()).build();
  }

  private io.prometheus.metrics.model.snapshots.HistogramSnapshot latencies() {
    var histogram =
        io.prometheus.metrics.model.snapshots.HistogramSnapshot.builder()
            .name("jaeger_storage_latency_seconds")
            .help("Time that reads from storage took; Jaeger's name.");
    for (Timer timer : meters.find("storage.latency").timers()) {
      if (!isWrite(timer)) {
        HistogramSnapshot snapshot = timer.takeSnapshot();
        histogram.dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(Labels.of("operation", operation(timer)))
                .sum(snapshot.total(TimeUnit.SECONDS))
                .classicHistogramBuckets(buckets(snapshot))
                .build());
      }
    }
    return histogram.build();
  }

  /** Micrometer counts each bucket with all below it; Prometheus' model wants each by itself. */
  private static ClassicHistogramBuckets buckets(HistogramSnapshot snapshot) {
    List<Double> bounds = new ArrayList<>();
    List<Number> counts = new ArrayList<>();
    long below = 0;
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      bounds.add(bucket.bucket(TimeUnit.SECONDS));
      counts.add((long) bucket.count() - below);
      below = (long) bucket.count();
    }
    if (bounds.isEmpty() || !bounds.get(bounds.size() - 1).isInfinite()) {
      bounds.add(Double.POSITIVE_INFINITY);
      counts.add(Math.max(0, snapshot.count() - below));
    }
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  /** Jaeger counts reads only. */
  private static boolean isWrite(Meter meter) {
    return operation(meter).equals("write");
  }

  private static String operation(Meter meter) {
    String operation = tag(meter, "operation");
    return operation.equals("get_traces") ? "get_trace" : operation;
  }

  /** Jaeger knows two results only. */
  private static String result(Meter meter) {
    return tag(meter, "result").equals("ok") ? "ok" : "err";
  }

  private static String tag(Meter meter, String key) {
    return Optional.ofNullable(meter.getId().getTag(key)).orElse("");
  }
}
