// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a scalar becomes a value of one type and range, and back.
 *
 * @param name the type in words, to follow "must be"
 * @param hint what a value looks like, empty or with a space before it
 * @param range what values are allowed, empty or with a comma before it
 * @param parser gives null when the text is not an allowed value
 * @param printer gives YAML that the parser reads as an equal value
 */
record ValueType<T>(
    String name,
    String hint,
    String range,
    Function<String, @Nullable T> parser,
    Function<T, String> printer) {

  private static final Pattern PLAIN_TEXT =
      Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*|\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final Pattern YAML_WORD = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

  static final ValueType<String> TEXT =
      new ValueType<>("text", "", "", text -> text, ValueType::quote);

  static final ValueType<Boolean> BOOL =
      new ValueType<>("true or false", "", "", ValueType::parseBool, String::valueOf);

  /** Returns the type and range in words, for documentation. */
  String allowed() {
    return name + range;
  }

  /** Returns the type, an example and the range in words, for somebody who got it wrong. */
  String wanted() {
    return name + hint + range;
  }

  @Nullable T parse(String text) {
    return parser.apply(text.trim());
  }

  String print(T value) {
    return printer.apply(value);
  }

  static ValueType<Long> wholeNumber(long min, long max) {
    String range = range(Long.toString(min), Long.toString(max), max >= Integer.MAX_VALUE);
    return new ValueType<>(
        "a whole number", "", range, text -> within(parseLong(text), min, max), String::valueOf);
  }

  static ValueType<Double> real(double min, double max) {
    String range = range(Double.toString(min), Double.toString(max), max == Double.MAX_VALUE);
    return new ValueType<>(
        "a number", "", range, text -> within(parseDouble(text), min, max), String::valueOf);
  }

  static ValueType<Duration> duration(Duration min, Duration max) {
    String range = range(Units.print(min), Units.print(max), Units.isUnlimited(max));
    return new ValueType<>(
        "a duration",
        " such as 500ms, 10s, 2m or 72h",
        range,
        text -> within(Units.parseDuration(text), min, max),
        Units::print);
  }

  static ValueType<Long> bytes(long min, long max) {
    String range = range(Units.print(min), Units.print(max), max == Long.MAX_VALUE);
    return new ValueType<>(
        "bytes",
        " such as 64MiB, 4MB or 1000",
        range,
        text -> within(Units.parseBytes(text), min, max),
        Units::print);
  }

  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(ValueType::word)
            .collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + names, "", "", text -> constant(type, text), ValueType::word);
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equalsIgnoreCase(text))
        .findFirst()
        .orElse(null);
  }

  /** Returns the name of a constant in lower case, with a dash for each underscore. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C extends Comparable<C>> @Nullable C within(@Nullable C value, C min, C max) {
    return value != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
  }

  private static String range(String min, String max, boolean unlimited) {
    return unlimited ? ", at least " + min : ", " + min + " to " + max;
  }

  private static @Nullable Boolean parseBool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Long parseLong(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException expected) { // null says so
      return null;
    }
  }

  private static @Nullable Double parseDouble(String text) {
    try {
      Double value = Double.valueOf(text);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException expected) { // null says so
      return null;
    }
  }

  /** Quotes what YAML would read as something else than this text. */
  static String quote(String text) {
    if (PLAIN_TEXT.matcher(text).matches() && !YAML_WORD.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> appendEscaped(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void appendEscaped(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || c > '~') {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }

  /** Numbers with units. */
  static final class Units {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    private Units() {}

    static boolean isUnlimited(Duration max) {
      return max.compareTo(Duration.ofDays(36_500)) >= 0;
    }

    static @Nullable Duration parseDuration(String text) {
      Matcher matcher = NUMBER.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
      long number = Long.parseLong(matcher.group(1));
      if (number > Integer.MAX_VALUE) {
        return null; // above any range, and some units would overflow
      }
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        case "" -> number == 0 ? Duration.ZERO : null;
        default -> null;
      };
    }

    static String print(Duration value) {
      long millis = value.toMillis();
      if (millis == 0) {
        return "0s";
      }
      if (millis % 3_600_000 == 0) {
        return millis / 3_600_000 + "h";
      }
      if (millis % 60_000 == 0) {
        return millis / 60_000 + "m";
      }
      return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    static @Nullable Long parseBytes(String text) {
      Matcher matcher = NUMBER.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
      long unit = unit(matcher.group(2).toUpperCase(Locale.ROOT));
      long number = Long.parseLong(matcher.group(1));
      return unit == 0 || number > Long.MAX_VALUE / unit ? null : (Long) (number * unit);
    }

    static String print(long bytes) {
      String[] names = {"TiB", "GiB", "MiB", "KiB"};
      for (int i = 0; i < names.length; i++) {
        long unit = 1L << (40 - 10 * i);
        if (bytes != 0 && bytes % unit == 0) {
          return bytes / unit + names[i];
        }
      }
      return Long.toString(bytes);
    }

    /** Returns the bytes in a unit, 0 for one that does not exist. */
    private static long unit(String name) {
      return switch (name) {
        case "", "B" -> 1L;
        case "KB" -> 1_000L;
        case "MB" -> 1_000_000L;
        case "GB" -> 1_000_000_000L;
        case "TB" -> 1_000_000_000_000L;
        case "KIB" -> 1L << 10;
        case "MIB" -> 1L << 20;
        case "GIB" -> 1L << 30;
        case "TIB" -> 1L << 40;
        default -> 0L;
      };
    }
  }
}
