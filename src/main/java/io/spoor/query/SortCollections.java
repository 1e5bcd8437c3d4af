// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Trace;

/**
 * Asks for attributes by key and events by name.
 *
 * <p>Nothing is moved here: whoever shows the trace sorts what it shows, in the form it needs.
 */
final class SortCollections implements Adjuster {

  @Override
  public Trace adjust(Trace trace) {
    return trace.isSorted() ? trace : trace.asSorted();
  }
}
