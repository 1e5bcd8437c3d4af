// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import java.util.List;

/**
 * Names of services.
 *
 * @param names sorted, without duplicates
 */
public record ServiceList(List<String> names) {

  /** Copies the list. */
  public ServiceList {
    names = List.copyOf(names);
  }
}
