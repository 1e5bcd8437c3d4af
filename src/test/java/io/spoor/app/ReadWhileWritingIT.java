// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.model.TraceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Readers beside writers: what was acknowledged is there, at once and whole. */
class ReadWhileWritingIT {
  private static final int SPANS = 20;
  private static final int LOOKS = 300;

  @Test
  void acknowledgedTrace_isFoundAtOnce_andTheCountsAgree() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start();
        HttpExporters clients =
            new HttpExporters(spoor.url("receiver.otlp.http", "/v1/traces"), 1, SPANS, 10)) {
      QueryClient query = new QueryClient(spoor);
      clients.start(4);
      for (int looked = 0; looked < LOOKS; ) {
        TraceId trace = clients.acknowledged.poll();
        if (trace != null) {
          assertThat(spansOf(query.data("/api/traces/" + trace.toHex()))).isEqualTo(SPANS);
          looked++;
        }
      }
      assertThat(query.data("/api/traces?service=exporter&limit=20")).hasSize(20);
      clients.stop();
      clients.await();

      long acknowledged = clients.acknowledgedSpans.get();
      JsonObject total = query.ledgerTotal();
      assertThat(clients.unexpected).isEmpty();
      assertThat(total.getLong("received")).isEqualTo(acknowledged);
      assertThat(total.getLong("stored")).isEqualTo(acknowledged);
      assertThat(query.metric("spoor_receiver_accepted_spans_total{transport=\"otlp_http\"}"))
          .isEqualTo((double) acknowledged);
      assertThat(query.metric("spoor_writer_spans_total{outcome=\"stored\"}"))
          .isEqualTo((double) acknowledged);
      assertThat(query.get("query.http", "/api/spoor/v1/ledger").body())
          .contains("\"balances\":true");
    }
  }

  private static int spansOf(JsonArray traces) {
    assertThat((List<?>) traces.getList()).hasSize(1);
    return traces.getJsonObject(0).getJsonArray("spans").size();
  }
}
