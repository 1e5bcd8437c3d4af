// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

/** Checks the structure of OTLP values that are kept encoded. */
final class AnyValueCheck {
  static final int STRING = 0x0a;
  static final int BOOL = 0x10;
  static final int INT = 0x18;
  static final int DOUBLE = 0x21;
  static final int ARRAY = 0x2a;
  static final int MAP = 0x32;
  static final int BYTES = 0x3a;
  static final int STRING_INDEX = 0x40;
  static final int KEY = 0x0a;
  static final int VALUE = 0x12;
  static final int ELEMENT = 0x0a;

  /** Reads an {@code ArrayValue} or, as {@code isMap} says, a {@code KeyValueList}. */
  static void checkList(ProtoReader in, boolean isMap, int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag != ELEMENT) {
        in.skip(tag, depth);
      } else if (isMap) {
        checkPair(in, depth + 1);
      } else {
        checkValue(in, depth + 1);
      }
    }
    in.leave(outer);
  }

  private static void checkPair(ProtoReader in, int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == VALUE) {
        checkValue(in, depth + 1);
      } else {
        in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  private static void checkValue(ProtoReader in, int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == ARRAY || tag == MAP) {
        checkList(in, tag == MAP, depth + 1);
      } else {
        in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  private AnyValueCheck() {}
}
