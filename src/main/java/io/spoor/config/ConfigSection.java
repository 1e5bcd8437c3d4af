// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration, as a record reads it.
 *
 * <p>Every read declares its key: default, range and one line of help, from which the printed
 * configuration and the documentation are made. A bad value is noted and the default returned, so
 * that one pass finds everything that is wrong. For the same reason a record reads all its keys
 * always, whatever their values. Ranges include both ends; {@code Integer.MAX_VALUE}, {@code
 * Long.MAX_VALUE} and a century stand for no upper limit. Used by one thread, while starting.
 */
public final class ConfigSection {
  private final ConfigReading reading;
  private final String path;

  ConfigSection(ConfigReading reading, String path) {
    this.reading = reading;
    this.path = path;
  }

  /** Reads a record with every key at its default. */
  public static <T> T defaults(Function<ConfigSection, T> from) {
    return of(Map.of(), from);
  }

  /**
   * Reads a record from values by dotted key, such as {@code "tls.keyFile"}, in the text form of
   * the file; a list is given with commas.
   *
   * @throws ConfigException naming everything that is wrong, unknown keys too
   */
  public static <T> T of(Map<String, ?> values, Function<ConfigSection, T> from) {
    Map<String, GivenValue> given = new HashMap<>();
    values.forEach((key, value) -> given.put(key, GivenValue.scalar(value.toString(), "given")));
    ConfigReading reading = new ConfigReading(given);
    T config = reading.readAll(from);
    reading.throwIfProblems();
    return config;
  }

  /** Returns the dotted path of this section, empty for the root. */
  public String path() {
    return path;
  }

  /** Returns the section below this one; it is there even when nobody wrote it. */
  public ConfigSection section(String key) {
    return new ConfigSection(reading, pathOf(key));
  }

  /**
   * Reads a record. When its constructor throws IllegalArgumentException, because keys contradict
   * each other, the message is noted and the record of all defaults returned.
   */
  public <T> T read(Function<ConfigSection, T> from) {
    try {
      return from.apply(this);
    } catch (IllegalArgumentException e) {
      reading.problem(
          path.isEmpty() ? "configuration" : path, String.valueOf(e.getMessage()), null);
      ConfigReading defaults = new ConfigReading(Map.of());
      T config = from.apply(new ConfigSection(defaults, path));
      defaults.settings().forEach(reading::declare); // it may have thrown before its last key
      return config;
    }
  }

  /** Notes that the value of a key is wrong, for a reason that its range cannot say. */
  public void reject(String key, String reason) {
    reading.problem(pathOf(key), reason, reading.given(pathOf(key)));
  }

  /** Reads text, which may be empty. */
  public String text(String key, String defaultValue, String help) {
    return scalar(key, defaultValue, ValueType.TEXT, help);
  }

  /** Reads text that has no default. An empty one counts as absent. */
  public Optional<String> optionalText(String key, String help) {
    return optional(key, help, false);
  }

  /** Reads text that is never shown, neither in messages nor when the configuration is printed. */
  public Optional<String> secret(String key, String help) {
    return optional(key, help, true);
  }

  /** Reads a list of texts. */
  public List<String> texts(String key, List<String> defaultValue, String help) {
    @Nullable GivenValue given = reading.given(pathOf(key));
    List<String> values = given == null ? defaultValue : given.split();
    declare(key, "a list of texts", flow(defaultValue), help, flow(values));
    return List.copyOf(values);
  }

  /** Reads a whole number. */
  public int integer(String key, int defaultValue, int min, int max, String help) {
    return (int) longInteger(key, defaultValue, min, max, help);
  }

  /** Reads a whole number. */
  public long longInteger(String key, long defaultValue, long min, long max, String help) {
    return scalar(key, defaultValue, ValueType.wholeNumber(min, max), help);
  }

  /** Reads a number of threads whose default is the number of processors. */
  public int threads(String key, String help) {
    long processors = Runtime.getRuntime().availableProcessors();
    ValueType<Long> type = ValueType.wholeNumber(1, 1024);
    return scalar(key, processors, "processors", type, help).intValue();
  }

  /** Reads a TCP or UDP port; 0 lets the system choose a free one. */
  public int port(String key, int defaultValue, String help) {
    return integer(key, defaultValue, 0, 65_535, help);
  }

  /** Reads a finite number. */
  public double real(String key, double defaultValue, double min, double max, String help) {
    return scalar(key, defaultValue, ValueType.real(min, max), help);
  }

  /** Reads true or false. */
  public boolean bool(String key, boolean defaultValue, String help) {
    return scalar(key, defaultValue, ValueType.BOOL, help);
  }

  /**
   * Reads a duration in whole milliseconds: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 72h}.
   */
  public Duration duration(
      String key, Duration defaultValue, Duration min, Duration max, String help) {
    return scalar(key, defaultValue, ValueType.duration(min, max), help);
  }

  /** Reads a number of bytes: {@code 64MiB}, {@code 4MB}, {@code 1000}. */
  public long bytes(String key, long defaultValue, long min, long max, String help) {
    return scalar(key, defaultValue, ValueType.bytes(min, max), help);
  }

  /** Reads a number of bytes whose default is a part of the largest heap: its divisor-th. */
  public long bytesOfHeap(String key, int divisor, long min, long max, String help) {
    return bytesOfHeap(key, divisor, min, min, max, help);
  }

  /** Reads a number of bytes whose default is a part of the heap, but never below a least one. */
  public long bytesOfHeap(
      String key, int divisor, long leastDefault, long min, long max, String help) {
    long part = Runtime.getRuntime().maxMemory() / divisor;
    long defaultValue = Math.max(leastDefault, Math.min(max, part));
    ValueType<Long> type = ValueType.bytes(min, max);
    String least = leastDefault > min ? ", at least " + type.print(leastDefault) : "";
    return scalar(key, defaultValue, "heap/" + divisor + least, type, help);
  }

  /** Reads a constant by its name in lower case, with a dash for each underscore. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type, E defaultValue, String help) {
    return scalar(key, defaultValue, ValueType.oneOf(type), help);
  }

  /** Reads a list of constants, each once, in the order in which the type declares them. */
  public <E extends Enum<E>> Set<E> someOf(
      String key, Class<E> type, Set<E> defaultValue, String help) {
    ValueType<E> constant = ValueType.oneOf(type);
    @Nullable GivenValue given = reading.given(pathOf(key));
    Set<E> values = given == null ? defaultValue : constants(key, given, constant, defaultValue);
    String allowed = "a list, each " + constant.allowed();
    declare(key, allowed, flow(words(type, defaultValue)), help, flow(words(type, values)));
    return Set.copyOf(values);
  }

  private <T> T scalar(String key, T defaultValue, ValueType<T> type, String help) {
    return scalar(key, defaultValue, type.print(defaultValue), type, help);
  }

  private <T> T scalar(
      String key, T defaultValue, String defaultText, ValueType<T> type, String help) {
    @Nullable GivenValue given = reading.given(pathOf(key));
    @Nullable T read = given == null ? defaultValue : parse(key, given, type);
    T value = read == null ? defaultValue : read;
    declare(key, type.allowed(), defaultText, help, type.print(value));
    return value;
  }

  private <T> @Nullable T parse(String key, GivenValue given, ValueType<T> type) {
    @Nullable T value = given.list() ? null : type.parse(given.text());
    if (value == null) {
      String was = given.list() ? "a list" : "'" + given.text() + "'";
      reading.problem(pathOf(key), "must be " + type.wanted() + ", was " + was, given);
    }
    return value;
  }

  private Optional<String> optional(String key, String help, boolean secret) {
    @Nullable GivenValue given = reading.given(pathOf(key));
    if (given != null && given.list()) {
      reading.problem(pathOf(key), "must be text, was a list", given);
      given = null;
    }
    String text = given == null ? "" : given.text().trim();
    @Nullable String value = text.isEmpty() ? null : secret ? "***" : ValueType.quote(text);
    @Nullable String origin = given == null ? null : given.origin();
    reading.declare(new Setting(pathOf(key), "text", "none", help, value, secret, origin));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private void declare(String key, String allowed, String defaultText, String help, String value) {
    String at = pathOf(key);
    @Nullable GivenValue given = reading.given(at);
    @Nullable String origin = given == null ? null : given.origin();
    reading.declare(new Setting(at, allowed, defaultText, help, value, false, origin));
  }

  private String pathOf(String key) {
    requireNonNull(key, "key");
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Notes every bad word, and returns the default when there was one. */
  private <E extends Enum<E>> Set<E> constants(
      String key, GivenValue given, ValueType<E> constant, Set<E> defaultValue) {
    Set<E> values = new HashSet<>();
    boolean bad = false;
    for (String word : given.split()) {
      @Nullable E value = constant.parse(word);
      if (value == null) {
        String words = "must be a list, each " + constant.wanted() + ", was '" + word + "'";
        reading.problem(pathOf(key), words, given);
        bad = true;
      } else {
        values.add(value);
      }
    }
    return bad ? defaultValue : values;
  }

  private static <E extends Enum<E>> List<String> words(Class<E> type, Set<E> values) {
    return Arrays.stream(type.getEnumConstants())
        .filter(values::contains)
        .map(ValueType::word)
        .toList();
  }

  private static String flow(List<String> values) {
    return values.stream().map(ValueType::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
