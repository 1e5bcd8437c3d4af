// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageContract;

/** What the reader makes of heads alone. */
class HeadsTraceStorageTest extends TraceStorageContract {

  @Override
  protected TraceStorage create() {
    return new HeadsTraceStorage();
  }
}
