// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.AgentConfig;
import io.spoor.config.ConfigSection;
import io.spoor.model.Tenant;
import io.spoor.storage.StorageException;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage of an agent with a spool, in front of a collector that comes and goes. */
class SpoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong replayed = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private FakeCollector collector = new FakeCollector(vertx, 0);
  private int written;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private ForwardingTraceStorage open(String... settings) {
    Map<String, String> values = new HashMap<>();
    values.put("collector.endpoints", collector.address());
    values.put("collector.timeout", "2s");
    values.put("spool.enabled", "true");
    values.put("spool.path", folder.toString());
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    registry.clear();
    ForwardingTraceStorage storage =
        new ForwardingTraceStorage(
            vertx, ConfigSection.of(values, AgentConfig::from), registry, replayed::set);
    await(storage.open());
    return storage;
  }

  /** Writes spans one by one, each named by its number. */
  private void write(ForwardingTraceStorage storage, int spans) {
    for (int i = 0; i < spans; i++) {
      String name = Integer.toString(written++);
      assertThat(
              await(
                      storage
                          .writer()
                          .write(Tenant.DEFAULT, TestSpans.single(1, written, "shop", name)))
                  .stored())
          .isEqualTo(1);
    }
  }

  private List<String> allNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < written; i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  private void awaitAllForwarded(ForwardingTraceStorage storage) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(storage.usage().spans()).isZero());
  }

  @Test
  void spansGoToTheCollectorInTheirOrder() {
    ForwardingTraceStorage storage = open("collector.maxInFlightRequests=1");
    write(storage, 50);
    awaitAllForwarded(storage);
    assertThat(collector.names()).containsExactlyElementsOf(allNames());
    await(storage.close());
  }

  @Test
  void absentCollector_holdsUpNobodyAndGetsAllLater() {
    ForwardingTraceStorage storage = open("collector.maxInFlightRequests=1");
    collector.close();
    write(storage, 30);
    assertThat(storage.usage().spans()).isEqualTo(30);
    assertThat(storage.unready()).isEmpty();
    collector = new FakeCollector(vertx, collector.port());
    awaitAllForwarded(storage);
    assertThat(collector.names()).containsExactlyElementsOf(allNames());
    await(storage.close());
  }

  @Test
  void whatDoesNotFitInMemoryIsReadBackFromDisk() {
    ForwardingTraceStorage storage =
        open(
            "collector.maxInFlightRequests=1",
            "spool.memoryBytes=0KiB",
            "spool.wal.segmentBytes=64KiB");
    collector.close();
    write(storage, 200);
    collector = new FakeCollector(vertx, collector.port());
    write(storage, 100);
    awaitAllForwarded(storage);
    assertThat(collector.names()).containsExactlyElementsOf(allNames());
    await(storage.close());
  }

  @Test
  void restart_sendsWhatWasNotSentAndNothingElse() {
    ForwardingTraceStorage first = open();
    write(first, 10);
    awaitAllForwarded(first);
    collector.close();
    write(first, 20);
    await(first.close());
    FakeCollector later = new FakeCollector(vertx, 0);
    collector = later;
    ForwardingTraceStorage second = open("collector.maxInFlightRequests=1");
    assertThat(replayed).hasValue(20);
    awaitAllForwarded(second);
    assertThat(later.names()).containsExactlyElementsOf(allNames().subList(10, 30));
    write(second, 5);
    awaitAllForwarded(second);
    assertThat(later.names()).containsExactlyElementsOf(allNames().subList(10, 35));
    await(second.close());
  }

  @Test
  void fullSpoolRefusesAndTakesAgainOnceItIsEmptied() {
    ForwardingTraceStorage storage =
        open("spool.wal.segmentBytes=64KiB", "spool.wal.maxBytes=64KiB");
    collector.close();
    boolean refused = false;
    String name = "x".repeat(8 << 10);
    int stored = 0;
    while (!refused) {
      try {
        await(storage.writer().write(Tenant.DEFAULT, TestSpans.single(1, ++stored, "s", name)));
      } catch (StorageException e) {
        assertThat(e.retryable()).isTrue();
        assertThat(e).hasMessageContaining("full");
        refused = true;
      }
      assertThat(stored).isLessThan(100);
    }
    assertThat(storage.unready()).isPresent();
    collector = new FakeCollector(vertx, collector.port());
    awaitAllForwarded(storage);
    Awaitility.await().atMost(PATIENCE).until(() -> storage.unready().isEmpty());
    assertThat(collector.received).hasSize(stored - 1);
    write(storage, 1);
    await(storage.close());
  }

  @Test
  void batchThatTheCollectorRejectsDoesNotHoldUpTheOthers() {
    ForwardingTraceStorage storage = open("collector.maxInFlightRequests=1");
    collector.answer =
        response -> {
          if (collector.received.size() == 1) {
            FakeCollector.fail(response, FakeCollector.INVALID_ARGUMENT, "bad");
          } else {
            FakeCollector.ok(response);
          }
        };
    write(storage, 3);
    awaitAllForwarded(storage);
    assertThat(collector.names()).containsExactlyElementsOf(allNames());
    assertThat(registry.get("forward.spans").tag("outcome", "rejected").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("forward.spans").tag("outcome", "stored").counter().count())
        .isEqualTo(2);
    await(storage.close());
  }

  @Test
  void folderOfAnotherSpoolIsRefused() {
    ForwardingTraceStorage storage = open();
    assertThatThrownBy(this::open).hasMessageContaining("used by another process");
    await(storage.close());
  }
}
