// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** The ledger as JSON, the same wherever it is served. */
public final class LedgerJson {
  private static final String EQUATION =
      "received = stored + dropped + rejected + refused + failed + inFlight";

  private LedgerJson() {}

  /** Every account at one moment, and their sum. */
  public static JsonObject of(LedgerSnapshot snapshot) {
    JsonArray accounts = new JsonArray();
    for (LedgerLine line : snapshot.lines()) {
      accounts.add(
          new JsonObject()
              .put("receiver", line.receiver().label())
              .put("tenant", line.tenant())
              .mergeIn(of(line.counts())));
    }
    return new JsonObject()
        .put("takenAt", snapshot.takenAt().toString())
        .put("equation", EQUATION)
        .put("balances", snapshot.balances())
        .put("total", of(snapshot.total()))
        .put("accounts", accounts)
        .put("replayed", snapshot.replayed());
  }

  /**
   * The last of the recorded moments, oldest first.
   *
   * @param last how far back, from the newest point
   */
  public static JsonObject of(List<LedgerPoint> history, Duration last) {
    long wanted = last.dividedBy(LedgerHistory.STEP);
    JsonArray points = new JsonArray();
    history.stream()
        .skip(Math.max(0, history.size() - wanted))
        .forEach(point -> points.add(of(point)));
    return new JsonObject()
        .put("equation", EQUATION)
        .put("stepSeconds", LedgerHistory.STEP.toSeconds())
        .put("points", points);
  }

  private static JsonObject of(LedgerPoint point) {
    JsonObject receivers = new JsonObject();
    point.receivers().forEach((receiver, counts) -> receivers.put(receiver.label(), of(counts)));
    return new JsonObject()
        .put("at", point.at().toString())
        .put("total", of(point.total()))
        .put("receivers", receivers);
  }

  private static JsonObject of(LedgerCounts counts) {
    JsonObject json = new JsonObject().put("received", counts.received());
    JsonObject reasons = new JsonObject();
    for (LedgerFate fate : LedgerFate.values()) {
      json.put(fate.label(), counts.of(fate));
      if (fate != LedgerFate.STORED && counts.of(fate) != 0) {
        reasons.put(fate.label(), reasons(counts, fate));
      }
    }
    return json.put("inFlight", counts.inFlight())
        .put("deduplicated", counts.deduplicated())
        .put("reasons", reasons);
  }

  private static JsonObject reasons(LedgerCounts counts, LedgerFate fate) {
    JsonObject json = new JsonObject();
    for (LedgerReason reason : LedgerReason.values()) {
      long spans = counts.of(fate, reason);
      if (spans != 0) {
        json.put(reason.label(), spans);
      }
    }
    return json;
  }
}
