// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Behaviour that every {@link TraceStorage} must show to readers, wherever it has put the spans
 * that were written. The bounds of the backend must leave room for 200,000 small spans.
 */
public abstract class TraceReadContract
    implements GetTracesContract,
        FindTracesContract,
        FilterContract,
        PagesContract,
        AttributeSearchContract,
        CatalogueContract,
        DependenciesContract,
        AttributesContract,
        OperationStatsContract,
        LimitsContract {
  private TraceStorage storage = closed();

  /** Makes an empty backend, not open yet. */
  protected abstract TraceStorage create();

  private TraceStorage closed() {
    return create();
  }

  @BeforeEach
  final void openStorage() {
    storage = create();
    StorageProbe.await(storage.open());
  }

  @AfterEach
  final void closeStorage() {
    StorageProbe.await(storage.close());
  }

  @Override
  public final TraceStorage storage() {
    return storage;
  }
}
