// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpoorRegistryTest {
  private final SpoorRegistry registry = new SpoorRegistry(new Ledger(Clock.systemUTC()));

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void names_getThePrefixButForThoseThatOthersKnow() {
    registry.meters().counter("writer.retries").increment(3);
    registry.meters().timer("http.server.request.duration").record(1, TimeUnit.SECONDS);

    Exposition text = scrape();

    assertThat(text.sum("spoor_writer_retries_total")).isEqualTo(3);
    assertThat(text.types())
        .containsKeys("http_server_request_duration_seconds", "jvm_threads_live_threads")
        .doesNotContainKey("spoor_jvm_threads_live_threads");
  }

  @Test
  void timers_haveTheSharedBuckets() {
    Latency.timer(registry.meters(), "writer.latency", "Test").record(7, TimeUnit.MILLISECONDS);

    Exposition text = scrape();

    assertThat(text.samples("spoor_writer_latency_seconds_bucket")).hasSize(19);
    assertThat(text.sum("spoor_writer_latency_seconds_bucket", "le", "0.005")).isZero();
    assertThat(text.sum("spoor_writer_latency_seconds_bucket", "le", "0.01")).isEqualTo(1);
    assertThat(text.sum("spoor_writer_latency_seconds_sum")).isEqualTo(0.007);
  }

  @Test
  void storageMeters_areThereUnderJaegersNamesToo() {
    StorageMetrics storage = new StorageMetrics(registry.meters());
    storage.requested(StorageOperation.GET_TRACES, StorageResult.OK, 3_000_000);
    storage.requested(StorageOperation.GET_TRACES, StorageResult.FAILED, 70_000_000_000L);
    storage.requested(StorageOperation.GET_TRACES, StorageResult.REJECTED, 1_000);
    storage.requested(StorageOperation.WRITE, StorageResult.OK, 1_000);

    Exposition text = scrape(); // which also checks that the buckets add up

    String requests = "jaeger_storage_requests_total";
    assertThat(text.sum(requests, "operation", "get_trace", "result", "ok")).isEqualTo(1);
    assertThat(text.sum(requests, "operation", "get_trace", "result", "err")).isEqualTo(2);
    assertThat(text.sum(requests)).as("writes are not among them").isEqualTo(3);
    String latency = "jaeger_storage_latency_seconds";
    assertThat(text.sum(latency + "_count", "operation", "get_trace")).isEqualTo(3);
    assertThat(text.sum(latency + "_bucket", "operation", "get_trace", "le", "0.005")).isEqualTo(2);
    assertThat(text.sum(latency + "_bucket", "operation", "get_trace", "le", "60.0")).isEqualTo(2);
    assertThat(text.sum(latency + "_sum", "operation", "get_trace")).isEqualTo(70.003001);
  }

  private Exposition scrape() {
    return Exposition.parse(new String(registry.scrape(null).body(), UTF_8));
  }
}
