// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Dependency;
import java.util.List;

/**
 * Calls between services.
 *
 * @param dependencies sorted by parent, then child; each pair once
 */
public record DependencyList(List<Dependency> dependencies) {

  /** Copies the list. */
  public DependencyList {
    dependencies = List.copyOf(dependencies);
  }
}
