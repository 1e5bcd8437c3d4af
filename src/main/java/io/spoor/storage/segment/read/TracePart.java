// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The spans that one head or one block has of a trace. No two of them are the same. */
interface TracePart {

  /** The next spans, at most a chunk of a cursor; null at the end. */
  @Nullable SpanBatch next() throws IOException;
}
