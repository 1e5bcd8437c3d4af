// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.List;

/**
 * How operations went.
 *
 * @param operations sorted by service, operation, kind
 * @param mayCountCopies whether a span that was sent twice may have been counted twice
 */
public record OperationStatsList(List<OperationStats> operations, boolean mayCountCopies) {

  /** Copies the list. */
  public OperationStatsList {
    operations = List.copyOf(operations);
  }
}
