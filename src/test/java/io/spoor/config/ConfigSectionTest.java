// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSectionTest {
  private static final Duration MAX = Duration.ofHours(1);

  @TempDir private Path folder;

  private enum Colour {
    RED,
    DARK_BLUE
  }

  @Test
  void absentKeysHaveTheirDefaults() {
    assertThat(defaults(s -> s.text("a", "x", ""))).isEqualTo("x");
    assertThat(defaults(s -> s.integer("a", 5, 0, 9, ""))).isEqualTo(5);
    assertThat(defaults(s -> s.optionalText("a", ""))).isEqualTo(Optional.empty());
    assertThat(defaults(s -> s.texts("a", List.of("x"), ""))).isEqualTo(List.of("x"));
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "2m,120000", "1h,3600000", "0,0", "1 s,1000"})
  void duration_readsUnits(String text, long millis) {
    assertThat(read(text, s -> s.duration("a", MAX, Duration.ZERO, MAX, "")))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-1s", "1.5s", "61m", "s", "9999999999999d", "1y", ""})
  void duration_rejectsOtherTextsAndValuesOutOfRange(String text) {
    assertThat(problem(text, s -> s.duration("a", MAX, Duration.ZERO, MAX, "")))
        .isEqualTo(
            "a: must be a duration such as 500ms, 10s, 2m or 72h, 0s to 1h, was '%s' (given)"
                .formatted(text));
  }

  @ParameterizedTest
  @CsvSource({"64MiB,67108864", "4MB,4000000", "1000,1000", "1kib,1024", "2 GiB,2147483648"})
  void bytes_readsUnits(String text, long bytes) {
    assertThat(read(text, s -> s.bytes("a", 1, 1, Long.MAX_VALUE, ""))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1M", "64Mib2", "999999999999999999TiB", "1.5MiB"})
  void bytes_rejectsOtherTextsAndValuesOutOfRange(String text) {
    assertThat(problem(text, s -> s.bytes("a", 1, 1, Long.MAX_VALUE, "")))
        .contains("at least 1, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"70000", "-1", "4317x", "", "1e3"})
  void port_rejectsWhatIsNoPort(String text) {
    assertThat(problem(text, s -> s.port("a", 1, "")))
        .isEqualTo("a: must be a whole number, 0 to 65535, was '%s' (given)".formatted(text));
  }

  @Test
  void oneOf_readsNamesInLowerCaseWithDashes() {
    assertThat(read("dark-blue", s -> s.oneOf("a", Colour.class, Colour.RED, "")))
        .isEqualTo(Colour.DARK_BLUE);
    assertThat(problem("dark_blue", s -> s.oneOf("a", Colour.class, Colour.RED, "")))
        .isEqualTo("a: must be one of red, dark-blue, was 'dark_blue' (given)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "on", ""})
  void bool_takesNothingButTrueAndFalse(String text) {
    assertThat(read("True", s -> s.bool("a", false, ""))).isEqualTo(true);
    assertThat(problem(text, s -> s.bool("a", false, ""))).contains("must be true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "2", "-0.1", "x"})
  void real_rejectsWhatIsNotFiniteOrOutOfRange(String text) {
    assertThat(read("0.25", s -> s.real("a", 1, 0, 1, ""))).isEqualTo(0.25);
    assertThat(problem(text, s -> s.real("a", 1, 0, 1, ""))).contains("0.0 to 1.0");
  }

  @Test
  void texts_splitsAtCommas() {
    assertThat(read("a, b,c", s -> s.texts("a", List.of(), ""))).isEqualTo(List.of("a", "b", "c"));
    assertThat(read("", s -> s.texts("a", List.of("x"), ""))).isEqualTo(List.of());
  }

  @Test
  void heapShare_isNamedAndNotCountedInTheDefault() {
    long bytes = ConfigSection.defaults(s -> s.bytesOfHeap("a", 4, 1, Long.MAX_VALUE, ""));

    assertThat(bytes).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
  }

  @Test
  void allProblemsAreFoundAtOnce() {
    Map<String, String> values = Map.of("tls.keyFile", "k", "port", "-1", "prot", "1", "size", "x");

    assertThat(
            catchThrowableOfType(
                    ConfigException.class,
                    () ->
                        ConfigSection.of(
                            values,
                            s -> {
                              s.port("port", 1, "");
                              s.bytes("size", 1, 1, 2, "");
                              return TlsConfig.from(s.section("tls"));
                            }))
                .problems())
        .containsExactly(
            "port: must be a whole number, 0 to 65535, was '-1' (given)",
            "size: must be bytes such as 64MiB, 4MB or 1000, 1 to 2, was 'x' (given)",
            "tls: certificateFile and keyFile must be given together",
            "prot: unknown key, did you mean port? (given)");
  }

  @Test
  void reject_namesTheKeyAndItsOrigin() {
    assertThat(
            problem(
                "kafka",
                s -> {
                  s.text("a", "", "");
                  s.reject("a", "is not available yet");
                  return 0;
                }))
        .isEqualTo("a: is not available yet (given)");
  }

  @Test
  void secret_isReadButNeverShown() {
    ConfigReading reading =
        new ConfigReading(Map.of("a.password", GivenValue.scalar("hunter2", "given")));

    Optional<String> secret =
        reading.readAll(root -> root.section("a").secret("password", "Pass word"));

    assertThat(secret).contains("hunter2");
    assertThat(new YamlPrinter(reading.settings()).print())
        .contains("a: {}\n  # Pass word.\n  # text; default none; set by given\n")
        .contains("# password: ***\n")
        .doesNotContain("hunter2");
    assertThat(reading.settings().toString()).doesNotContain("hunter2");
  }

  @Test
  void contradiction_isNotedOnceAndTheDefaultsAreReturned() {
    ConfigReading reading =
        new ConfigReading(Map.of("tls.keyFile", GivenValue.scalar("k", "given")));

    TlsConfig tls = reading.readAll(root -> TlsConfig.from(root.section("tls")));

    assertThat(tls).isEqualTo(TlsConfig.NONE);
    assertThat(reading.problems())
        .containsExactly("tls: certificateFile and keyFile must be given together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "no", "null", "~", "a: b", "#x", "'", "\"\\", "é\t", "1:30", "[a]", "- a", "*"
      })
  void texts_surviveBeingPrinted(String text) throws IOException {
    ConfigReading reading = new ConfigReading(Map.of("a", GivenValue.scalar(text, "given")));
    reading.readAll(root -> root.text("a", "x", "Help"));
    Path file =
        Files.writeString(
            folder.resolve("printed.yaml"), new YamlPrinter(reading.settings()).print());
    List<String> problems = new ArrayList<>();

    assertThat(YamlFile.read(file, problems))
        .containsExactly(Map.entry("a", GivenValue.scalar(text.trim(), file + " line 4")));
    assertThat(problems).isEmpty();
  }

  private static Object read(String value, Function<ConfigSection, ?> from) {
    return ConfigSection.of(Map.of("a", value), from);
  }

  private static Object defaults(Function<ConfigSection, ?> from) {
    return ConfigSection.defaults(from);
  }

  private static String problem(String value, Function<ConfigSection, ?> from) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> read(value, from)).getMessage());
  }
}
