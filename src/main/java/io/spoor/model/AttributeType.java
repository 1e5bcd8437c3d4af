// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Type of an attribute value; says how the value column is read.
 *
 * <pre>
 * EMPTY   no value was set             value is 0
 * STRING  index into the string table
 * BOOL    0 or 1
 * INT     the number
 * DOUBLE  raw bits
 * BYTES   index into the string table, of the raw bytes
 * ARRAY   index into the string table, of an encoded OTLP AnyValue message
 * MAP     index into the string table, of an encoded OTLP AnyValue message
 * </pre>
 */
public enum AttributeType {
  /** A value that was not set. */
  EMPTY(0),
  /** UTF-8 text. */
  STRING(1),
  /** True or false. */
  BOOL(2),
  /** Signed 64-bit integer. */
  INT(3),
  /** IEEE 754 double. */
  DOUBLE(4),
  /** Raw bytes. */
  BYTES(5),
  /** List of values. */
  ARRAY(6),
  /** Key-value list. */
  MAP(7);

  private static final AttributeType[] BY_CODE = values();

  private final byte code;

  AttributeType(int code) {
    this.code = (byte) code;
  }

  /** The code in type columns. */
  public byte code() {
    return code;
  }

  /** The type of a code from a type column. */
  public static AttributeType of(byte code) {
    return BY_CODE[code];
  }

  /** Whether the value column holds an index into the string table. */
  public boolean isStored() {
    return this == STRING || this == BYTES || this == ARRAY || this == MAP;
  }
}
