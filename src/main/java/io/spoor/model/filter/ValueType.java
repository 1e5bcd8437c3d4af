// SPDX-License-Identifier: Apache-2.0
package io.spoor.model.filter;

/** What a value of a filter is, and so what it can be compared with. */
public enum ValueType {
  /** Nothing is said: an attribute, or a constant that is read as what it is compared with. */
  ANY("", true),
  /** Text. */
  STRING("string", true),
  /** Signed 64-bit integer. */
  INT("int", true),
  /** 64-bit floating-point number. */
  DOUBLE("double", true),
  /** True or false; without an order. */
  BOOL("bool", false),
  /** Signed nanoseconds; written as Go does, such as {@code 1m30s}. */
  DURATION("", true),
  /** Unsigned nanoseconds since the epoch; written as RFC 3339. */
  TIME("", true),
  /** The word of a span kind, such as {@code server}; without an order. */
  KIND("", false),
  /** The word of a status, such as {@code error}; without an order. */
  STATUS("", false);

  private final String wireName;
  private final boolean ordered;

  ValueType(String wireName, boolean ordered) {
    this.wireName = wireName;
    this.ordered = ordered;
  }

  /** What a constant of this type declares on the wire; empty when it declares nothing. */
  public String wireName() {
    return wireName;
  }

  /** Whether values of this type can be more or less than another. */
  public boolean isOrdered() {
    return ordered;
  }

  /** Whether a value is a word or text. */
  public boolean isText() {
    return this == STRING || this == KIND || this == STATUS;
  }
}
