// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Role of a span in a call.
 *
 * <p>Columns keep the number as it came, so a number that this enum does not know survives.
 */
public enum SpanKind {
  /** OTLP 0. */
  UNSPECIFIED(0),
  /** OTLP 1. */
  INTERNAL(1),
  /** OTLP 2. */
  SERVER(2),
  /** OTLP 3. */
  CLIENT(3),
  /** OTLP 4. */
  PRODUCER(4),
  /** OTLP 5. */
  CONSUMER(5);

  private static final SpanKind[] BY_NUMBER = values();

  private final int number;
  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  SpanKind(int number) {
    this.number = number;
  }

  /** The OTLP number. */
  public int number() {
    return number;
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
