// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.AttributeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of attributes with their text forms, written down by hand. No two are the same value. */
enum NaiveValue {
  ABSENT(null, ""),
  EMPTY("", ""),
  TEXT("text", "text"),
  UNICODE("grün ✓", "grün ✓"),
  TEXT_ONE("1", "1"),
  TEXT_TRUE("true", "true"),
  TEXT_LIST("[1]", "[1]"),
  ONE(1, "1"),
  MINUS(-5, "-5"),
  GREATEST(Long.MAX_VALUE, "9223372036854775807"),
  REAL_ONE(1.0, "1"),
  HALF(0.5, "0.5"),
  LARGE(1e21, "1e+21"),
  SMALL(1e-7, "1e-7"),
  TRUE(true, "true"),
  FALSE(false, "false"),
  BYTES(new byte[] {1, 2, 3}, "AQID"),
  NO_BYTES(new byte[0], ""),
  LIST(List.of(1), "[1]"),
  MAP(Map.of("k", List.of("v", true)), "{\"k\":[\"v\",true]}");

  static final List<NaiveValue> ALL = List.of(values());

  @SuppressWarnings("ImmutableEnumChecker") // arrays among them, which nobody writes to
  private final @Nullable Object value;

  private final String text;

  NaiveValue(@Nullable Object value, String text) {
    this.value = value;
    this.text = text;
  }

  @Nullable Object value() {
    return value;
  }

  AttributeType type() {
    return value == null
        ? AttributeType.EMPTY
        : value instanceof String
            ? AttributeType.STRING
            : value instanceof Integer || value instanceof Long
                ? AttributeType.INT
                : value instanceof Double ? AttributeType.DOUBLE : otherType();
  }

  private AttributeType otherType() {
    return value instanceof Boolean
        ? AttributeType.BOOL
        : value instanceof byte[]
            ? AttributeType.BYTES
            : value instanceof List ? AttributeType.ARRAY : AttributeType.MAP;
  }

  String text() {
    return text;
  }
}
