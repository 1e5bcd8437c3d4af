// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.Operation;
import java.util.List;

/**
 * Operations of a service.
 *
 * @param operations sorted by name, then kind; without duplicates
 */
public record OperationList(List<Operation> operations) {

  /** Copies the list. */
  public OperationList {
    operations = List.copyOf(operations);
  }
}
