// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGTERM while clients send: what was accepted is finished, and every client knows its end. */
class ShutdownIT {
  private static final int SPANS = 50;
  private static final Pattern LEDGER =
      Pattern.compile("Ledger at the end received=(\\d+) stored=(\\d+) .*inFlight=(\\d+)");

  @Test
  void sigtermUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start();
        HttpExporters clients =
            new HttpExporters(spoor.url("receiver.otlp.http", "/v1/traces"), 1, SPANS, 20)) {
      clients.start(8);
      Awaitility.await().until(() -> clients.acknowledged.size() > 500);

      spoor.terminate();
      assertThat(spoor.exitStatus()).as(spoor.logText()).isZero();
      clients.stop();
      clients.await();

      Matcher ledger = LEDGER.matcher(spoor.logText());
      assertThat(ledger.find()).as(spoor.logText()).isTrue();
      long stored = Long.parseLong(ledger.group(2));
      assertThat(clients.unexpected).isEmpty();
      assertThat(Long.parseLong(ledger.group(3))).isZero();
      // A client that has no answer does not know; each has one request in flight at the most.
      assertThat(stored)
          .isBetween(
              clients.acknowledgedSpans.get(),
              clients.acknowledgedSpans.get() + (long) SPANS * clients.withoutAnswer.get());
    }
  }
}
