// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.model.SpanBatch;
import io.spoor.storage.BatchCursor;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * A cursor without a chunk.
 *
 * @param why why that is not all
 */
record EmptyCursor(String why) implements BatchCursor {

  @Override
  public Future<Optional<SpanBatch>> next() {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Optional<String> incomplete() {
    return Optional.of(why);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
