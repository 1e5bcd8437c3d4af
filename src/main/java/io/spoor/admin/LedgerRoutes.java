// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerJson;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The ledger, now and over the last hour. */
final class LedgerRoutes {
  private static final int MAX_MINUTES = 60;

  private final Ledger ledger;

  LedgerRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  void snapshot(RoutingContext request) {
    Answers.json(request, 200, LedgerJson.of(ledger.snapshot()));
  }

  void history(RoutingContext request) {
    String given = Optional.ofNullable(request.queryParams().get("minutes")).orElse("60");
    OptionalInt minutes = minutes(given);
    if (minutes.isEmpty()) {
      Answers.error(
          request, 400, "minutes must be from 1 to " + MAX_MINUTES + ", was '" + given + "'");
      return;
    }
    Answers.json(
        request, 200, LedgerJson.of(ledger.history(), Duration.ofMinutes(minutes.getAsInt())));
  }

  private static OptionalInt minutes(String text) {
    if (!text.matches("[0-9]{1,2}")) {
      return OptionalInt.empty();
    }
    int minutes = Integer.parseInt(text);
    return minutes < 1 || minutes > MAX_MINUTES ? OptionalInt.empty() : OptionalInt.of(minutes);
  }
}
