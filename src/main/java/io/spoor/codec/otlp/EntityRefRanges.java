// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.StringTableBuilder;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code entity_refs} of one resource, as they lie in the body: one range, nearly always. Not
 * thread-safe.
 */
final class EntityRefRanges {
  private final ProtoReader in;
  private final MemoryMeter meter;
  private int start;
  private int end;
  private @Nullable ByteArrayOutputStream joined; // what came before a gap

  EntityRefRanges(ProtoReader in, MemoryMeter meter) {
    this.in = in;
    this.meter = meter;
  }

  void clear() {
    start = 0;
    end = 0;
    joined = null;
  }

  /** Reads a field whose tag was just read, and starts at {@code fieldStart}. */
  void read(int fieldStart, int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      in.skip(in.tag(), depth);
    }
    in.leave(outer);
    if (fieldStart != end) {
      join();
      start = fieldStart;
    }
    end = in.position();
  }

  private void join() {
    if (start == end) {
      return;
    }
    if (joined == null) {
      joined = new ByteArrayOutputStream();
    }
    meter.add(2L * (end - start));
    joined.write(in.bytes(), start, end - start);
  }

  /** String index of the fields, one after another; 0 when there are none. */
  int intern(StringTableBuilder strings) {
    if (joined == null) {
      return strings.blob(start, end - start);
    }
    join();
    byte[] bytes = joined.toByteArray();
    return strings.blob(bytes, 0, bytes.length);
  }
}
