// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.model.Operation;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.storage.ReadBudget;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Services and operations of a snapshot of batches. Computed when asked: nothing has to be kept
 * right while spans come and go.
 */
final class Catalogue {
  private static final Comparator<Operation> BY_NAME_THEN_KIND =
      Comparator.comparing(Operation::name).thenComparing(Operation::kind);

  private final StoredBatch[] batches;
  private final ReadBudget budget;

  Catalogue(StoredBatch[] batches, ReadBudget budget) {
    this.batches = batches;
    this.budget = budget;
  }

  /** Names of services, sorted. */
  List<String> services() {
    Set<String> services = new TreeSet<>();
    for (StoredBatch batch : batches) {
      budget.spendOrFail(0);
      addServices(batch, services);
    }
    services.remove("");
    return List.copyOf(services);
  }

  private static void addServices(StoredBatch batch, Set<String> services) {
    SpanBatch spans = batch.spans();
    boolean[] seen = new boolean[spans.resources().size()];
    for (int row = 0; row < spans.size(); row++) {
      int resource = spans.resourceOf(row);
      if (!seen[resource] && batch.trace(row) != null) {
        seen[resource] = true;
        services.add(serviceName(spans, resource));
      }
    }
  }

  /** Operations of a service, sorted. */
  List<Operation> operations(String serviceName, @Nullable SpanKind kind) {
    Set<Operation> operations = new TreeSet<>(BY_NAME_THEN_KIND);
    for (StoredBatch batch : batches) {
      budget.spendOrFail(0);
      addOperations(batch, serviceName, kind, operations);
    }
    return List.copyOf(operations);
  }

  private static void addOperations(
      StoredBatch batch, String serviceName, @Nullable SpanKind wanted, Set<Operation> operations) {
    SpanBatch spans = batch.spans();
    SpanTable table = spans.spans();
    boolean[] ofService = resourcesOf(spans, serviceName);
    Set<Long> seen = new HashSet<>();
    for (int row = 0; row < spans.size(); row++) {
      SpanKind kind = SpanKind.of(table.kind(row));
      if (ofService[spans.resourceOf(row)]
          && (wanted == null || wanted == kind)
          && batch.trace(row) != null
          && seen.add((long) table.name(row) << 8 | kind.number())) {
        operations.add(new Operation(spans.strings().string(table.name(row)), kind));
      }
    }
  }

  private static boolean[] resourcesOf(SpanBatch spans, String serviceName) {
    boolean[] matching = new boolean[spans.resources().size()];
    for (int resource = 0; resource < matching.length; resource++) {
      matching[resource] = serviceName(spans, resource).equals(serviceName);
    }
    return matching;
  }

  /** Name of a resource's service, empty when it has none. */
  static String serviceName(SpanBatch spans, int resource) {
    int index = spans.resources().serviceName(resource);
    return index < 0 ? "" : spans.strings().string(index);
  }
}
