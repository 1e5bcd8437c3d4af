// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.ProtoReader;

/** Checks the structure of OTLP values that are kept encoded. */
final class AnyValueCheck {
  /** Reads an {@code ArrayValue} or, as {@code isMap} says, a {@code KeyValueList}. */
  static void checkList(ProtoReader in, boolean isMap, int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag != AnyValueFields.ELEMENT) {
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
      if (tag == AnyValueFields.VALUE) {
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
      if (tag == AnyValueFields.ARRAY || tag == AnyValueFields.MAP) {
        checkList(in, tag == AnyValueFields.MAP, depth + 1);
      } else {
        in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  private AnyValueCheck() {}
}
