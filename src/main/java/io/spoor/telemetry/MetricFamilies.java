// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metric families under construction, by name. Points with the same labels are added up. */
final class MetricFamilies {
  private record Counted(String help, Map<Labels, Double> points) {}

  private final Map<String, Counted> counters = new LinkedHashMap<>();
  private final Map<String, Counted> gauges = new LinkedHashMap<>();

  /** Adds to a counter; {@code name} without {@code _total}. */
  void count(String name, String help, Labels labels, double value) {
    add(counters, name, help, labels, value);
  }

  void gauge(String name, String help, Labels labels, double value) {
    add(gauges, name, help, labels, value);
  }

  /** Declares a counter, which so is there even without points. */
  void counter(String name, String help) {
    counters.computeIfAbsent(name, absent -> new Counted(help, new LinkedHashMap<>()));
  }

  MetricSnapshots build() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    counters.forEach((name, family) -> all.metricSnapshot(counter(name, family)));
    gauges.forEach((name, family) -> all.metricSnapshot(gauge(name, family)));
    return all.build();
  }

  private static void add(
      Map<String, Counted> families, String name, String help, Labels labels, double value) {
    families
        .computeIfAbsent(name, absent -> new Counted(help, new LinkedHashMap<>()))
        .points()
        .merge(labels, value, Double::sum);
  }

  private static MetricSnapshot counter(String name, Counted family) {
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(family.help());
    family
        .points()
        .forEach(
            (labels, value) ->
                builder.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
    return builder.build();
  }

  private static MetricSnapshot gauge(String name, Counted family) {
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(family.help());
    family
        .points()
        .forEach(
            (labels, value) ->
                builder.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
    return builder.build();
  }
}
