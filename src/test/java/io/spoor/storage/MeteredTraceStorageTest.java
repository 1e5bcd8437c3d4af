// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.ConfigSection;
import io.spoor.config.MemoryConfig;
import io.spoor.config.StorageConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.memory.MemoryStorageFactory;
import io.spoor.telemetry.StorageMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredTraceStorageTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TraceStorage storage = open(new MemoryConfig(2, 1 << 20));
  private final StorageProbe probe = new StorageProbe(storage);

  private TraceStorage open(MemoryConfig memory) {
    TraceStorage opened =
        new Storages(List.of(new MemoryStorageFactory()))
            .create(config(memory), new StorageMetrics(registry));
    await(opened.open());
    return opened;
  }

  private static StorageConfig config(MemoryConfig memory) {
    StorageConfig defaults = ConfigSection.defaults(StorageConfig::from);
    return new StorageConfig(
        StorageConfig.Type.MEMORY, memory, defaults.segment(), defaults.remote());
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void write_isCountedByItsOutcome() {
    SpanBatch shop = TestSpans.shop();
    probe.write(shop);
    probe.write(shop);
    TestSpans three = TestSpans.batch().resource("s");
    three.span(1, 1, "a").span(2, 1, "a").span(3, 1, "a");
    await(storage.writer().write(Tenant.DEFAULT, three.build()));

    assertThat(count("storage.spans.stored")).isEqualTo(20);
    assertThat(count("storage.spans.deduplicated")).isEqualTo(10);
    assertThat(count("storage.spans.rejected")).isEqualTo(3);
    assertThat(count("storage.requests", "operation", "write", "result", "ok")).isEqualTo(3);
    assertThat(registry.get("storage.latency").tags("operation", "write").timer().count())
        .isEqualTo(3);
  }

  @Test
  void read_isCountedWithItsSpansAndItsLimits() {
    SpanBatch shop = TestSpans.shop();
    probe.write(shop);
    probe.spans(shop.span(0).traceId());
    StorageProbe.drain(
        await(
            storage
                .reader()
                .getTraces(
                    Tenant.DEFAULT, List.of(shop.span(0).traceId()), StorageProbe.expired())));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(
            () -> await(storage.reader().getServices(Tenant.DEFAULT, StorageProbe.expired())));

    assertThat(count("storage.spans.read")).isEqualTo(10);
    assertThat(count("storage.incomplete")).isEqualTo(1);
    assertThat(count("storage.requests", "operation", "get_traces", "result", "ok")).isEqualTo(2);
    assertThat(count("storage.requests", "operation", "get_services", "result", "failed"))
        .isEqualTo(1);
  }

  @Test
  void usage_isShown() {
    for (int trace = 1; trace <= 5; trace++) {
      probe.write(TestSpans.single(trace, 1, "s", "op"));
    }

    assertThat(registry.get("storage.traces").gauge().value()).isEqualTo(2);
    assertThat(registry.get("storage.retained.spans").gauge().value()).isEqualTo(2);
    assertThat((long) registry.get("storage.bytes").gauge().value())
        .isEqualTo(storage.usage().bytes());
    assertThat(registry.get("storage.evicted.traces").functionCounter().count()).isEqualTo(3);
    assertThat(registry.get("storage.evicted.spans").functionCounter().count()).isEqualTo(3);
  }

  @Test
  void close_refusesWhatComesLater() {
    await(storage.close());

    assertThat(storage.unready()).hasValue("storage.memory is closed");
    assertThatThrownBy(() -> probe.write(TestSpans.shop())).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> probe.get(new TraceId(0, 1))).isInstanceOf(StorageException.class);
  }

  @Test
  void unknownType_isNamedWithThoseThereAre() {
    Storages none = new Storages(List.of());
    StorageConfig config = config(new MemoryConfig(1, 1));

    assertThatThrownBy(() -> none.create(config, new StorageMetrics(registry)))
        .hasMessageContaining("storage.type")
        .hasMessageContaining("was memory");
  }
}
