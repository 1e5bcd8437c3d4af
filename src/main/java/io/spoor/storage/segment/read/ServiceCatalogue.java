// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.Operation;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCatalogue;
import io.spoor.storage.segment.block.BlockCatalogue.OperationCount;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.column.TextColumn;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Services and operations of a snapshot: of blocks from their catalogues, and from their groups
 * where a catalogue does not have all or cannot be read.
 */
final class ServiceCatalogue {
  private static final Comparator<Operation> BY_NAME_THEN_KIND =
      Comparator.comparing(Operation::name).thenComparing(Operation::kind);

  private final StoreSnapshot snapshot;
  private final Reading reading;

  ServiceCatalogue(StoreSnapshot snapshot, Reading reading) {
    this.snapshot = snapshot;
    this.reading = reading;
  }

  /** Distinct things in their order, whose memory the reading bounds. */
  private final class Collected<T> {
    private static final int ENTRY_BYTES = 150;

    private final Set<T> set;

    Collected(Comparator<T> order) {
      set = new TreeSet<>(order);
    }

    void add(T thing, String text) {
      if (set.add(thing)) {
        reading.spend(ENTRY_BYTES + text.length());
      }
    }

    List<T> list(Predicate<T> wanted) {
      return set.stream().filter(wanted).toList();
    }
  }

  /** Names of services, sorted, the empty one left out. */
  List<String> services() {
    Collected<String> services = new Collected<String>(Comparator.naturalOrder());
    for (HeadSnapshot head : snapshot.heads()) {
      for (HeadBatch batch : head.batches()) {
        reading.check();
        addServices(batch.batch(), services);
      }
    }
    for (Block block : snapshot.blocks()) {
      reading.check();
      BlockCatalogue catalogue = catalogue(block);
      if (catalogue != null) {
        catalogue
            .operations()
            .forEach(operation -> services.add(operation.service(), operation.service()));
      } else {
        scan(block, new BitSet(), group -> addServices(group, services));
      }
    }
    return services.list(service -> !service.isEmpty());
  }

  /** The catalogue of a block, if it has all operations. */
  private @Nullable BlockCatalogue catalogue(Block block) {
    try {
      BlockCatalogue catalogue = block.catalogue(reading);
      return catalogue.allOperations() ? catalogue : null;
    } catch (IOException expected) { // its groups say the same, at a higher price
      return null;
    }
  }

  private static void addServices(SpanBatch batch, Collected<String> services) {
    boolean[] seen = new boolean[batch.resources().size()];
    int unseen = seen.length;
    for (int row = 0; row < batch.size() && unseen > 0; row++) {
      int resource = batch.resourceOf(row);
      if (!seen[resource]) {
        seen[resource] = true;
        unseen--;
        String service = serviceName(batch, resource);
        services.add(service, service);
      }
    }
  }

  private static void addServices(RowGroup group, Collected<String> services) throws IOException {
    SpanBatch scopes = group.scopes();
    for (int scope = 0; scope < scopes.scopes().size(); scope++) {
      String service = serviceName(scopes, scopes.scopes().resource(scope));
      services.add(service, service);
    }
  }

  /** Name of a resource's service, empty when it has none. */
  static String serviceName(SpanBatch batch, int resource) {
    int index = batch.resources().serviceName(resource);
    return index < 0 ? "" : batch.strings().string(index);
  }

  private interface GroupVisitor {
    void visit(RowGroup group) throws IOException;
  }

  /** Visits all groups but those that can be left out. */
  private void scan(Block block, BitSet leftOut, GroupVisitor visitor) {
    for (int number = 0; number < block.groups(); number++) {
      reading.check();
      if (leftOut.get(number)) {
        reading.skipped(1);
        continue;
      }
      try {
        reading.visited();
        visitor.visit(block.group(number, reading));
      } catch (IOException e) {
        reading.damaged(block, e);
      }
    }
  }

  /** Operations of a service, sorted. */
  List<Operation> operations(String serviceName, @Nullable SpanKind kind) {
    Collected<Operation> operations = new Collected<>(BY_NAME_THEN_KIND);
    for (HeadSnapshot head : snapshot.heads()) {
      for (HeadBatch batch : head.batches()) {
        reading.check();
        addOperations(batch.batch(), serviceName, operations);
      }
    }
    for (Block block : snapshot.blocks()) {
      reading.check();
      addOperations(block, serviceName, operations);
    }
    return operations.list(operation -> kind == null || operation.kind() == kind);
  }

  private static void addOperations(
      SpanBatch batch, String serviceName, Collected<Operation> operations) {
    boolean[] ofService = new boolean[batch.resources().size()];
    boolean isAny = false;
    for (int resource = 0; resource < ofService.length; resource++) {
      ofService[resource] = serviceName(batch, resource).equals(serviceName);
      isAny |= ofService[resource];
    }
    SpanTable spans = batch.spans();
    Set<Long> seen = new HashSet<>();
    for (int row = 0; isAny && row < batch.size(); row++) {
      SpanKind kind = SpanKind.of(spans.kind(row));
      if (ofService[batch.resourceOf(row)]
          && seen.add((long) spans.name(row) << 8 | kind.number())) {
        String name = batch.strings().string(spans.name(row));
        operations.add(new Operation(name, kind), name);
      }
    }
  }

  private void addOperations(Block block, String serviceName, Collected<Operation> operations) {
    BlockCatalogue catalogue = catalogue(block);
    if (catalogue != null) {
      for (OperationCount count : catalogue.operations()) {
        if (count.service().equals(serviceName)) {
          operations.add(new Operation(count.name(), SpanKind.of(count.kind())), count.name());
        }
      }
      return;
    }
    ScopeCondition service = ScopeCondition.service(serviceName);
    scan(block, withoutService(block, service), group -> addOperations(group, service, operations));
  }

  private BitSet withoutService(Block block, ScopeCondition service) {
    BitSet leftOut = new BitSet();
    try {
      BitSet allowed = service.groups(block, reading);
      if (allowed != null) {
        leftOut.set(0, block.groups());
        leftOut.andNot(allowed);
      }
    } catch (IOException expected) { // then every group is visited
      leftOut.clear();
    }
    return leftOut;
  }

  private static void addOperations(
      RowGroup group, ScopeCondition service, Collected<Operation> operations) throws IOException {
    TextColumn names = group.names();
    BitSet rows = new BitSet();
    rows.set(0, names.size());
    service.narrow(group, rows);
    long[] kinds = group.kinds();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      String name = new String(names.copy(row), StandardCharsets.UTF_8);
      operations.add(new Operation(name, SpanKind.of((int) kinds[row])), name);
    }
  }
}
