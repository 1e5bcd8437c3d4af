// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerCounts;
import io.spoor.telemetry.LedgerFate;
import io.spoor.telemetry.LedgerHistory;
import io.spoor.telemetry.LedgerLine;
import io.spoor.telemetry.LedgerPoint;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.LedgerSnapshot;
import io.spoor.telemetry.Readiness;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Spoor's own routes. */
final class SpoorApi {
  private final BuildVersion version;
  private final Ledger ledger;
  private final Readiness readiness;

  SpoorApi(BuildVersion version, Ledger ledger, Readiness readiness) {
    this.version = version;
    this.ledger = ledger;
    this.readiness = readiness;
  }

  void version(Exchange exchange) {
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("gitCommit", version.gitCommit());
          json.writeStringField("gitVersion", version.gitVersion());
          json.writeStringField("buildDate", version.buildDate());
          json.writeEndObject();
        });
  }

  void status(Exchange exchange) {
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("ready", readiness.ready());
          json.writeStringField("phase", readiness.phase().name().toLowerCase(Locale.ROOT));
          json.writeArrayFieldStart("warnings");
          for (String warning : readiness.warnings()) {
            json.writeString(warning);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("components");
          for (Readiness.Component component : readiness.components()) {
            json.writeStartObject();
            json.writeStringField("name", component.name());
            json.writeBooleanField("ready", component.unready().isEmpty());
            json.writeStringField("reason", component.unready().orElse(""));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  void ledger(Exchange exchange) {
    LedgerSnapshot snapshot = ledger.snapshot();
    exchange.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("takenAt", snapshot.takenAt().toString());
          json.writeBooleanField("balances", snapshot.balances());
          json.writeNumberField("replayed", snapshot.replayed());
          json.writeFieldName("total");
          write(json, snapshot.total());
          json.writeArrayFieldStart("accounts");
          for (LedgerLine line : snapshot.lines()) {
            json.writeStartObject();
            json.writeStringField("receiver", line.receiver().label());
            json.writeStringField("tenant", line.tenant());
            json.writeFieldName("counts");
            write(json, line.counts());
            json.writeEndObject();
          }
          json.writeEndArray();
          writeHistory(json);
          json.writeEndObject();
        });
  }

  private void writeHistory(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("history");
    json.writeNumberField("stepSeconds", LedgerHistory.STEP.toSeconds());
    json.writeArrayFieldStart("points");
    for (LedgerPoint point : ledger.history()) {
      json.writeStartObject();
      json.writeStringField("at", point.at().toString());
      json.writeObjectFieldStart("receivers");
      for (Map.Entry<LedgerReceiver, LedgerCounts> receiver : point.receivers().entrySet()) {
        json.writeFieldName(receiver.getKey().label());
        write(json, receiver.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, LedgerCounts counts) throws IOException {
    json.writeStartObject();
    json.writeNumberField("received", counts.received());
    for (LedgerFate fate : LedgerFate.values()) {
      json.writeNumberField(fate.label(), counts.of(fate));
    }
    json.writeNumberField("inFlight", counts.inFlight());
    json.writeNumberField("deduplicated", counts.deduplicated());
    json.writeObjectFieldStart("reasons");
    for (LedgerFate fate : LedgerFate.values()) {
      if (fate != LedgerFate.STORED && counts.of(fate) > 0) {
        writeReasons(json, counts, fate);
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeReasons(JsonGenerator json, LedgerCounts counts, LedgerFate fate)
      throws IOException {
    json.writeObjectFieldStart(fate.label());
    for (LedgerReason reason : LedgerReason.values()) {
      if (counts.of(fate, reason) > 0) {
        json.writeNumberField(reason.label(), counts.of(fate, reason));
      }
    }
    json.writeEndObject();
  }
}
