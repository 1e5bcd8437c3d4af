// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

/** Tags of the fields of {@code AnyValue}, {@code KeyValue} and of the two kinds of list. */
final class AnyValueFields {
  static final int STRING = 0x0a;
  static final int BOOL = 0x10;
  static final int INT = 0x18;
  static final int DOUBLE = 0x21;
  static final int ARRAY = 0x2a;
  static final int MAP = 0x32;
  static final int BYTES = 0x3a;

  /** Index into a table that traces do not have. */
  static final int STRING_INDEX = 0x40;

  static final int KEY = 0x0a;
  static final int VALUE = 0x12;

  /** Of {@code ArrayValue} and of {@code KeyValueList}. */
  static final int ELEMENT = 0x0a;

  private AnyValueFields() {}
}
