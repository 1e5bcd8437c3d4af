// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds {@code docs/metrics.md} against a scrape of every meter there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsDocTest {
  /** A row of a table: name, type, unit, labels and what else there is to say. */
  private record Row(String name, String type, Set<String> labels, boolean always) {}

  private final Ledger ledger = new Ledger(Clock.systemUTC());
  private final SpoorRegistry registry = new SpoorRegistry(ledger);
  private final List<Object> components = new ArrayList<>(); // gauges hold them weakly

  private Map<String, Row> documented = Map.of();
  private Exposition scraped = Exposition.EMPTY;

  @BeforeAll
  void scrapeEverything() throws Exception {
    documented = readTables();
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
    assertThat(documented.keySet()).containsAll(scraped.types().keySet());
  }

  @Test
  void everyNameInTheDocument_isAMetric() {
    assertThat(documented.values().stream().filter(Row::always).map(Row::name))
        .allSatisfy(name -> assertThat(scraped.types()).containsKey(name));
  }

  @Test
  void typesAreAsDocumented() {
    scraped
        .types()
        .forEach(
            (name, type) -> assertThat(row(name).type()).as("type of %s", name).isEqualTo(type));
  }

  @Test
  void labelsAreAsDocumented() {
    for (String name : scraped.types().keySet()) {
      Set<String> labels = new TreeSet<>();
      for (String suffix : List.of("", "_bucket", "_sum", "_count")) {
        scraped.samples(name + suffix).forEach(sample -> labels.addAll(sample.labels().keySet()));
      }
      if (row(name).type().equals("histogram")) {
        labels.remove("le");
      }
      assertThat(row(name).labels()).as("labels of %s", name).isEqualTo(labels);
    }
  }

  private Row row(String name) {
    assertThat(documented).containsKey(name);
    return requireNonNull(documented.get(name));
  }

  private static Map<String, Row> readTables() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|");
        String cell = cells[1].trim();
        String name = cell.substring(1, cell.indexOf('`', 1));
        Set<String> labels =
            Arrays.stream(cells[4].split("[,` ]+"))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Row row = new Row(name, cells[2].trim(), labels, !cell.endsWith("*"));
        assertThat(rows.put(name, row)).as("%s twice", name).isNull();
      }
    }
    return rows;
  }

  /** Finds them by name, so that a new one cannot be forgotten. */
  private void createEveryMetricsClass() throws ReflectiveOperationException {
    Collection<JavaClass> classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.spoor.telemetry");
    for (JavaClass type : classes) {
      if (type.getSimpleName().endsWith("Metrics") && !type.isEquivalentTo(ProcessMetrics.class)) {
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
    for (Object component : components) {
      if (component instanceof ApiMetrics api) {
        api.answered(QueryRoute.SERVICES, 200, 1_000);
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
