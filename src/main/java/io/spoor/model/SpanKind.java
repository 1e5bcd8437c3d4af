// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Role of a span in a call. The constant's ordinal is its OTLP number.
 *
 * <p>Columns keep the number as it came, so a number that this enum does not know survives.
 */
public enum SpanKind {
  /** OTLP 0. */
  UNSPECIFIED,
  /** OTLP 1. */
  INTERNAL,
  /** OTLP 2. */
  SERVER,
  /** OTLP 3. */
  CLIENT,
  /** OTLP 4. */
  PRODUCER,
  /** OTLP 5. */
  CONSUMER;

  private static final SpanKind[] BY_NUMBER = values();

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The OTLP number. */
  public int number() {
    return ordinal();
  }

  /** The kind of an OTLP number; {@link #UNSPECIFIED} for a number not known. */
  public static SpanKind of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSPECIFIED;
  }

  /** The kind named in lower case, as Jaeger's {@code span.kind} and query parameters have it. */
  public static Optional<SpanKind> fromLowerCase(String text) {
    for (SpanKind kind : BY_NUMBER) {
      if (kind.lowerCase.equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The name that Jaeger uses, such as {@code server}. */
  public String lowerCase() {
    return lowerCase;
  }
}
