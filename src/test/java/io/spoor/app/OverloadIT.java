// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * More than it can take, with a small heap: refusals, retries, no loss, and a ledger that balances
 * at every look.
 */
class OverloadIT {
  private static final int CLIENTS = 24;
  private static final int REQUESTS = 40;
  private static final int SPANS = 200;
  private static final int VALUE_BYTES = 2_000; // 400 KB a request: all clients together, 10 MB

  @Test
  void refusedClientsRetryToZeroLoss_withinTheHeap() throws Exception {
    try (SpoorProcess spoor =
            SpoorProcess.with(
                    "admission.maxInFlightBytes=2MiB",
                    "admission.retryAfter=1s",
                    "storage.type=memory",
                    "storage.memory.maxBytes=24MiB")
                .heap("96m")
                .start();
        HttpExporters clients =
            new HttpExporters(
                spoor.url("receiver.otlp.http", "/v1/traces"), 1, SPANS, VALUE_BYTES)) {
      QueryClient query = new QueryClient(spoor);
      clients.start(CLIENTS, REQUESTS);
      while (clients.acknowledged.size() < CLIENTS * REQUESTS / 2) {
        assertThat(query.ledger().getBoolean("balances")).isTrue();
      }
      clients.await();

      long sent = (long) CLIENTS * REQUESTS * SPANS;
      assertThat(clients.unexpected).isEmpty();
      assertThat(clients.withoutAnswer).hasValue(0);
      assertThat(clients.acknowledgedSpans).hasValue(sent);
      assertThat(clients.refusals.get()).as("the bound was never met").isPositive();
      JsonObject total = query.ledgerTotal();
      assertThat(total.getLong("stored")).isEqualTo(sent);
      assertThat(total.getLong("failed")).isZero();
      assertThat(total.getLong("inFlight")).isZero();
      assertThat(query.metric("spoor_admission_inflight_bytes ")).isZero();
      assertThat(spoor.logText()).doesNotContain("OutOfMemoryError");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(query.get("admin", "/health/ready").statusCode()).isEqualTo(200));
    }
  }
}
