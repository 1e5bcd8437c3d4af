// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of {@code docs/metrics.md}. */
public final class MetricsDocument {
  /** No tables. */
  public static final MetricsDocument EMPTY = new MetricsDocument(Map.of());

  /** What stands in a row about a metric; {@code always} unless the name has a star. */
  private record Row(String type, Set<String> labels, boolean always) {}

  private final Map<String, Row> rows;

  private MetricsDocument(Map<String, Row> rows) {
    this.rows = rows;
  }

  /** Reads the file; a name that stands there twice fails the test. */
  public static MetricsDocument read() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|");
        String cell = cells[1].trim();
        String name = cell.substring(1, cell.indexOf('`', 1));
        Set<String> labels =
            Arrays.stream(cells[4].split("[, ]+"))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Row row = new Row(cells[2].trim(), labels, !cell.endsWith("*"));
        assertThat(rows.put(name, row)).as("%s twice", name).isNull();
      }
    }
    return new MetricsDocument(rows);
  }

  /** The metrics that every scrape has. */
  public Set<String> namesAlwaysThere() {
    return rows.keySet().stream()
        .filter(name -> row(name).always())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Fails the test when a scrape has a metric that is not in the document. */
  public void requireAllNamed(Exposition scraped) {
    assertThat(rows.keySet()).containsAll(scraped.types().keySet());
  }

  /** Fails the test when a metric has another type. */
  public void requireTypes(Exposition scraped) {
    scraped
        .types()
        .forEach(
            (name, type) -> assertThat(row(name).type()).as("type of %s", name).isEqualTo(type));
  }

  /** Fails the test when a sample has other labels. */
  public void requireLabels(Exposition scraped) {
    for (String name : scraped.types().keySet()) {
      for (String suffix : List.of("", "_bucket", "_sum", "_count")) {
        for (Exposition.Sample sample : scraped.samples(name + suffix)) {
          Set<String> labels = new TreeSet<>(sample.labels().keySet());
          labels.remove("le");
          assertThat(row(name).labels()).as("labels of %s", name).isEqualTo(labels);
        }
      }
    }
  }

  private Row row(String name) {
    assertThat(rows).containsKey(name);
    return requireNonNull(rows.get(name));
  }
}
