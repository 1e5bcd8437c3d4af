// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * The ledger's metrics, under our names and under Jaeger's: all of one scrape come from one
 * snapshot, so that they balance.
 */
final class LedgerCollector implements MultiCollector {
  private static final String EXPORTER = "jaeger_storage_exporter";
  private static final String UNSTORED = "spoor_ledger_unstored_spans";
  private static final String UNSTORED_HELP = "Spans not stored, by fate and reason.";

  private final Ledger ledger;

  LedgerCollector(Ledger ledger) {
    this.ledger = requireNonNull(ledger, "ledger");
  }

  @Override
  public MetricSnapshots collect() {
    LedgerSnapshot snapshot = ledger.snapshot();
    MetricFamilies families = new MetricFamilies();
    families.counter(UNSTORED, UNSTORED_HELP); // the only one that an account may leave empty
    for (LedgerLine line : snapshot.lines()) {
      addLine(families, line);
      addReceived(families, line.receiver(), line.counts());
      addSent(families, line.counts());
    }
    families.count(
        "spoor_ledger_replayed_spans",
        "Spans replayed from a log at start, outside the equation.",
        Labels.EMPTY,
        (double) snapshot.replayed());
    return families.build();
  }

  private static void addLine(MetricFamilies families, LedgerLine line) {
    Labels labels = Labels.of("receiver", line.receiver().label(), "tenant", line.tenant());
    LedgerCounts counts = line.counts();
    families.count(
        "spoor_ledger_received_spans",
        "Spans decoded, deliveries: a repeat counts again.",
        labels,
        (double) counts.received());
    families.count(
        "spoor_ledger_deduplicated_spans",
        "Stored spans that were copies of stored ones.",
        labels,
        (double) counts.deduplicated());
    families.gauge(
        "spoor_ledger_inflight_spans",
        "Spans whose fate is not known yet.",
        labels,
        (double) counts.inFlight());
    for (LedgerFate fate : LedgerFate.values()) {
      Labels fated = labels.add("fate", fate.label());
      families.count(
          "spoor_ledger_spans", "Spans by what became of them.", fated, (double) counts.of(fate));
      if (fate != LedgerFate.STORED) {
        addReasons(families, fated, counts, fate);
      }
    }
  }

  private static void addReasons(
      MetricFamilies families, Labels fated, LedgerCounts counts, LedgerFate fate) {
    for (LedgerReason reason : LedgerReason.values()) {
      long spans = counts.of(fate, reason);
      if (spans != 0) {
        families.count(
            UNSTORED, UNSTORED_HELP, fated.add("reason", reason.label()), (double) spans);
      }
    }
  }

  /** What Jaeger 2 counts where spans come in: what its sender saw. */
  private static void addReceived(
      MetricFamilies families, LedgerReceiver receiver, LedgerCounts counts) {
    Labels labels =
        Labels.of("receiver", receiver.jaegerReceiver(), "transport", receiver.transport());
    families.count(
        "otelcol_receiver_accepted_spans",
        "Spans stored or dropped on purpose; Jaeger's name.",
        labels,
        (double) (counts.of(LedgerFate.STORED) + counts.of(LedgerFate.DROPPED)));
    families.count(
        "otelcol_receiver_refused_spans",
        "Spans refused, rejected or failed; Jaeger's name.",
        labels,
        (double)
            (counts.of(LedgerFate.REFUSED)
                + counts.of(LedgerFate.REJECTED)
                + counts.of(LedgerFate.FAILED)));
  }

  /** What Jaeger 2 counts where spans go to storage. */
  private static void addSent(MetricFamilies families, LedgerCounts counts) {
    Labels labels = Labels.of("exporter", EXPORTER);
    families.count(
        "otelcol_exporter_sent_spans",
        "Spans stored; Jaeger's name.",
        labels,
        (double) counts.of(LedgerFate.STORED));
    families.count(
        "otelcol_exporter_send_failed_spans",
        "Spans that storage failed or rejected; Jaeger's name.",
        labels,
        (double)
            (counts.of(LedgerFate.REFUSED, LedgerReason.STORAGE_FAILED)
                + counts.of(LedgerFate.REJECTED, LedgerReason.STORAGE_REJECTED)
                + counts.of(LedgerFate.FAILED)));
  }
}
