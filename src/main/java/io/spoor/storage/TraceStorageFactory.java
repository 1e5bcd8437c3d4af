// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.config.StorageConfig;

/** Makes the storage of one type; the only place that names a backend's class. */
public interface TraceStorageFactory {

  /** The value of {@code storage.type} that asks for this backend, in lower case. */
  String type();

  /** Makes a backend that is not open yet. Does no input or output. */
  TraceStorage create(StorageConfig config);
}
