// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The ledger's metrics: all of one scrape come from one snapshot, so that they balance. */
final class LedgerCollector implements MultiCollector {
  private final Ledger ledger;

  LedgerCollector(Ledger ledger) {
    this.ledger = requireNonNull(ledger, "ledger");
  }

  @Override
  public MetricSnapshots collect() {
    LedgerSnapshot snapshot = ledger.snapshot();
    CounterSnapshot.Builder received =
        counter("spoor_ledger_received_spans", "Spans decoded, deliveries: a repeat counts again.");
    CounterSnapshot.Builder spans = counter("spoor_ledger_spans", "Spans by what became of them.");
    CounterSnapshot.Builder reasons =
        counter("spoor_ledger_unstored_spans", "Spans that were not stored, by fate and reason.");
    CounterSnapshot.Builder deduplicated =
        counter("spoor_ledger_deduplicated_spans", "Stored spans that were copies.");
    GaugeSnapshot.Builder inFlight =
        GaugeSnapshot.builder()
            .name("spoor_ledger_inflight_spans")
            .help("Spans whose fate is not known yet.");
    for (LedgerLine line : snapshot.lines()) {
      Labels labels = Labels.of("receiver", line.receiver().label(), "tenant", line.tenant());
      LedgerCounts counts = line.counts();
      received.dataPoint(point(labels, counts.received()));
      deduplicated.dataPoint(point(labels, counts.deduplicated()));
      inFlight.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels)
              .value((double) counts.inFlight())
              .build());
      addFates(labels, counts, spans, reasons);
    }
    CounterSnapshot replayed =
        counter("spoor_ledger_replayed_spans", "Spans replayed from a log at start.")
            .dataPoint(point(Labels.EMPTY, snapshot.replayed()))
            .build();
    return MetricSnapshots.of(
        received.build(),
        spans.build(),
        reasons.build(),
        deduplicated.build(),
        inFlight.build(),
        replayed);
  }

  private static void addFates(
      Labels labels,
      LedgerCounts counts,
      CounterSnapshot.Builder spans,
      CounterSnapshot.Builder reasons) {
    for (LedgerFate fate : LedgerFate.values()) {
      Labels fated = labels.add("fate", fate.label());
      spans.dataPoint(point(fated, counts.of(fate)));
      if (fate != LedgerFate.STORED) {
        addReasons(fated, counts, fate, reasons);
      }
    }
  }

  private static void addReasons(
      Labels fated, LedgerCounts counts, LedgerFate fate, CounterSnapshot.Builder reasons) {
    for (LedgerReason reason : LedgerReason.values()) {
      long count = counts.of(fate, reason);
      if (count != 0) {
        reasons.dataPoint(point(fated.add("reason", reason.label()), count));
      }
    }
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, long spans) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) spans)
        .build();
  }
}
