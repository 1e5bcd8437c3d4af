// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.storage.TraceReadContract;
import io.spoor.storage.TraceStorage;

/** Reading when all writes lie in merged blocks. */
class ReadMergedTest extends TraceReadContract {

  @Override
  protected TraceStorage create() {
    return new StoreTraceStorage(
        storage -> {
          storage.seal();
          storage.merge();
        });
  }
}
