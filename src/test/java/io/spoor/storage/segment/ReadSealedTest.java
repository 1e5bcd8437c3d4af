// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.storage.TraceReadContract;
import io.spoor.storage.TraceStorage;

/** Reading when each write lies in a block of its own. */
class ReadSealedTest extends TraceReadContract {

  @Override
  protected TraceStorage create() {
    return new StoreTraceStorage(StoreTraceStorage::seal);
  }
}
