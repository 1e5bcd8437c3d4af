// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.model.SpanBatch;
import java.io.IOException;

/** Takes spans as they are read. */
@FunctionalInterface
public interface SpanSink {

  /** Takes at least one span; the next ones come when it returns. */
  void accept(SpanBatch spans) throws IOException;
}
