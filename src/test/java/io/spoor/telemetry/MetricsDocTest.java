// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds {@code docs/metrics.md} against a scrape of every meter there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsDocTest {
  private final Ledger ledger = new Ledger(Clock.systemUTC());
  private final SpoorRegistry registry = new SpoorRegistry(ledger);
  private final List<Object> components = new ArrayList<>(); // gauges hold them weakly

  private MetricsDocument document = MetricsDocument.EMPTY;
  private Exposition scraped = Exposition.EMPTY;

  @BeforeAll
  void scrapeEverything() throws Exception {
    document = MetricsDocument.read();
    createEveryMetricsClass();
    makeLazyMetersAppear();
    String text = new String(registry.scrape(null).body(), UTF_8);
    scraped = Exposition.parse(text);
  }

  @AfterAll
  void close() {
    registry.close();
  }

  @Test
  void everyMetric_isInTheDocument() {
    document.requireAllNamed(scraped);
  }

  @Test
  void everyNameInTheDocument_isAMetric() {
    assertThat(scraped.types().keySet()).containsAll(document.namesAlwaysThere());
  }

  @Test
  void typesAndLabelsAreAsDocumented() {
    document.requireTypes(scraped);
    document.requireLabels(scraped);
  }

  /** Finds them by name, so that a new one cannot be forgotten. */
  private void createEveryMetricsClass() throws ReflectiveOperationException {
    Collection<JavaClass> classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.spoor.telemetry");
    for (JavaClass type : classes) {
      if (type.getSimpleName().endsWith("Metrics")
          && !type.isEquivalentTo(ProcessMetrics.class)
          && !type.isEquivalentTo(GrpcMetrics.class)) { // of which every port has its own
        Constructor<?> constructor = type.reflect().getConstructor(MeterRegistry.class);
        components.add(constructor.newInstance(registry.meters()));
      }
    }
    assertThat(components).hasSizeGreaterThanOrEqualTo(6);
  }

  /** Some meters are there only once something has happened, or when their owner is built. */
  private void makeLazyMetersAppear() {
    MeterRegistry meters = registry.meters();
    components.add(new HighWaterGauge(meters, "writer.inflight.bytes", "Test"));
    GrpcMetrics grpc = new GrpcMetrics(meters, "query.grpc");
    grpc.callEnded("a.B", "C", 0, 1);
    components.add(grpc);
    for (Object component : components) {
      if (component instanceof ApiMetrics api) {
        api.answered(QueryRoute.SERVICES, 200, 1_000);
      } else if (component instanceof AgentMetrics agent) {
        agent.queue(LedgerReceiver.AGENT_COMPACT, () -> 1);
      } else if (component instanceof StorageMetrics storage) {
        storage.traces(() -> 1);
        storage.retainedSpans(() -> 1);
        storage.bytes(() -> 1);
        storage.evictedTraces(() -> 1);
        storage.evictedSpans(() -> 1);
      }
    }
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_GRPC, "default");
    account.received(1);
    account.refused(1, LedgerReason.QUEUE_FULL);
  }
}
