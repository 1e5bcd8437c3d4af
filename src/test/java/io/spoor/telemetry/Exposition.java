// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' classic text format, parsed as strictly as it is specified: each family once, with
 * its type before its samples, no sample twice, histograms that add up.
 */
public final class Exposition {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: (-?[0-9]+))?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** A scrape of nothing. */
  public static final Exposition EMPTY = new Exposition();

  private final Map<String, String> types = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();

  private Exposition() {}

  /** Fails the test when the text is not valid. */
  public static Exposition parse(String text) {
    assertThat(text).endsWith("\n");
    Exposition parsed = new Exposition();
    Set<String> helped = new HashSet<>();
    String family = "";
    for (String line : text.split("\n")) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        assertThat(helped.add(words[2])).as("second HELP of %s", words[2]).isTrue();
      } else if (line.startsWith("# TYPE ")) {
        family = words[2];
        assertThat(family).matches(NAME);
        assertThat(words[3]).isIn("counter", "gauge", "histogram", "summary", "untyped");
        assertThat(parsed.types.put(family, words[3])).as("second TYPE of %s", family).isNull();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        parsed.samples.add(parsed.sample(family, line));
      }
    }
    parsed.requireNoDuplicates();
    parsed.requireHistogramsAddUp();
    return parsed;
  }

  /** Type by the name of each family, as in the TYPE lines. */
  public Map<String, String> types() {
    return types;
  }

  /** All samples with this name. */
  public List<Sample> samples(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** The sum of all samples with this name and at least these labels, given in turn. */
  public double sum(String name, String... labels) {
    return samples(name).stream()
        .filter(
            sample -> {
              for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                  return false;
                }
              }
              return true;
            })
        .mapToDouble(Sample::value)
        .sum();
  }

  private Sample sample(String family, String line) {
    Matcher matcher = SAMPLE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    String name = matcher.group(1);
    boolean derived = name.matches(Pattern.quote(family) + "(_bucket|_sum|_count)?");
    assertThat(derived).as("%s below TYPE %s", name, family).isTrue();
    return new Sample(name, labels(matcher.group(2)), number(matcher.group(3)));
  }

  private static Map<String, String> labels(@org.jspecify.annotations.Nullable String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null) {
      return labels;
    }
    Matcher matcher = LABEL.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      assertThat(labels.put(matcher.group(1), matcher.group(2))).as(text).isNull();
      end = matcher.end();
    }
    assertThat(end).as(text).isEqualTo(text.length());
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private void requireNoDuplicates() {
    Set<String> seen = new HashSet<>();
    for (Sample sample : samples) {
      assertThat(seen.add(sample.name() + sample.labels())).as("twice: %s", sample).isTrue();
    }
  }

  private void requireHistogramsAddUp() {
    types.forEach(
        (family, type) -> {
          if (type.equals("histogram")) {
            samples(family + "_count").forEach(count -> requireAddsUp(family, count));
          }
        });
  }

  private void requireAddsUp(String family, Sample count) {
    double below = 0;
    String bound = "";
    for (Sample bucket : samples(family + "_bucket")) {
      Map<String, String> labels = new TreeMap<>(bucket.labels());
      String le = String.valueOf(labels.remove("le"));
      if (labels.equals(count.labels())) {
        assertThat(bucket.value()).as("%s", bucket).isGreaterThanOrEqualTo(below);
        below = bucket.value();
        bound = le;
      }
    }
    assertThat(bound).as("last bucket of %s", count).isEqualTo("+Inf");
    assertThat(below).as("%s", count).isEqualTo(count.value());
  }
}
