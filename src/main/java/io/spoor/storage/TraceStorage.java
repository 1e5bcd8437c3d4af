// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * A backend that keeps spans.
 *
 * <p>Lifecycle: made by its factory, {@link #open}, used, {@link #close}. Reader and writer are the
 * same objects at every call and usable between the two.
 */
public interface TraceStorage {

  /** Makes the backend usable: recovers, connects. Fails with a plain message when it cannot. */
  Future<Void> open();

  /** The writing side. */
  TraceWriter writer();

  /** The reading side. */
  TraceReader reader();

  /** What this backend can do, beyond what every one must. */
  Capabilities capabilities();

  /** What is held, as of the last write that ended. Cheap; from any thread. */
  StorageUsage usage();

  /** Why the backend cannot take writes now, empty when it can. Cheap; from any thread. */
  Optional<String> unready();

  /** Gives back everything; writes under way end first. */
  Future<Void> close();
}
