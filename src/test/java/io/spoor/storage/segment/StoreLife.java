// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.Tenant;
import io.spoor.wal.UncertainAppendException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A short life of a store on a disk that may fail: writes of two tenants, sealing, merging, blocks
 * that are deleted for their age, a restart; and what must hold afterwards, whatever happened.
 */
final class StoreLife implements AutoCloseable {
  private static final List<Tenant> TENANTS = List.of(Tenant.DEFAULT, new Tenant("other"));
  private static final SegmentConfig CONFIG =
      TestStore.config(TestStore.HEAD, new MergeConfig(2, 10_000), TestStore.RETENTION);

  private static final int SPANS = 2; // of a batch

  private final FaultyDisk disk;
  private final boolean lasting;
  private final TestClock clock = new TestClock();
  private final Set<String> written = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> refused = new HashSet<>(); // for certain
  private final Set<String> unsure = new HashSet<>(); // a restart may find them or not
  private final Set<String> old = new HashSet<>(); // retention may have deleted them
  private @Nullable TestStore store;
  private int lastSpan;

  /**
   * Begins with nothing.
   *
   * @param lasting whether a call that fails has all later ones fail until the disk is healed
   */
  StoreLife(FaultyDisk disk, boolean lasting) {
    this.disk = disk;
    this.lasting = lasting;
  }

  /** Runs it to its end, or until the store cannot be opened; it stays open. */
  void run() throws Exception {
    if (!open()) {
      return;
    }
    write(2);
    seal();
    write(1);
    seal();
    maintain();
    write(1);
    seal();
    clock.pass(Duration.ofDays(4));
    old.addAll(written);
    acknowledged.clear();
    maintain();
    write(2);
    seal();
    write(2);
    close();
    if (!open()) {
      return;
    }
    write(1);
    seal();
    maintain();
    write(1);
  }

  private boolean open() {
    if (disk.isStopped()) {
      return false;
    }
    disk.handOver();
    try {
      store = new TestStore(disk, clock, CONFIG);
      return true;
    } catch (IOException expected) { // a fault has struck before it was open
      return false;
    }
  }

  private TestStore store() {
    if (store == null) {
      throw new IllegalStateException("not open");
    }
    return store;
  }

  /** Writes so many batches of each tenant. */
  private void write(int batches) {
    for (int i = 0; i < batches; i++) {
      for (Tenant tenant : TENANTS) {
        write(store(), tenant);
      }
    }
  }

  private boolean write(TestStore to, Tenant tenant) {
    TestSpans batch = TestSpans.batch().resource("shop");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < SPANS; i++) {
      int span = ++lastSpan;
      names.add(tenant.name() + span);
      batch.span(1 + span % 4, span, tenant.name() + span);
    }
    written.addAll(names);
    try {
      to.write(tenant, batch.build());
      acknowledged.addAll(names);
      return true;
    } catch (ExecutionException e) {
      boolean certain = !disk.isStopped() && !isUnsure(requireNonNull(e.getCause()));
      (certain ? refused : unsure).addAll(names);
      return false;
    }
  }

  private static boolean isUnsure(Throwable failure) {
    return failure.getCause() instanceof UncertainAppendException;
  }

  /** Seals; goes on without when the disk fails for good. */
  private void seal() throws Exception {
    double failures = store().count("segment.failed.seals");
    Future<Void> sealed = store().store().seal();
    while (!disk.isStopped()) {
      try {
        sealed.get(5, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException expected) { // look whether it can still come
        if (lasting && store().count("segment.failed.seals") > failures) {
          return;
        }
      }
    }
  }

  private void maintain() {
    store().maintain();
  }

  /** Looks at the store as it is, on a disk that works again; then at what a restart finds. */
  void checkHealed() throws Exception {
    if (store == null) {
      assertThat(open()).as("can be opened").isTrue();
    }
    List<String> found = checkSpans(store(), "healed");
    settle(store());
    assertThat(checkSpans(store(), "settled")).isEqualTo(found);
    close();
    assertThat(disk.violations()).isEmpty();
    assertThat(open()).as("can be opened again").isTrue();
    assertThat(checkSpans(store(), "opened again")).isEqualTo(found);
    for (Tenant tenant : TENANTS) {
      assertThat(write(store(), tenant)).as("takes writes").isTrue();
    }
    close();
  }

  /** Looks at what a store finds that is opened on this disk, and whether it can be used again. */
  void check(FaultyDisk reopened) throws Exception {
    List<String> found;
    try (TestStore again = new TestStore(reopened, clock, CONFIG)) {
      found = checkSpans(again, "opened");
      settle(again);
      assertThat(checkSpans(again, "settled")).isEqualTo(found);
      int before = lastSpan;
      assertThat(write(again, Tenant.DEFAULT)).as("takes writes").isTrue();
      for (int span = before + 1; span <= lastSpan; span++) {
        found.add(Tenant.DEFAULT.name() + span);
      }
      found.sort(null);
      assertThat(checkSpans(again, "written to")).isEqualTo(found);
    }
    try (TestStore again = new TestStore(reopened, clock, CONFIG)) {
      assertThat(checkSpans(again, "opened again")).isEqualTo(found);
    }
    acknowledged.removeIf(name -> number(name) > lastSpan - SPANS); // on this disk only
    assertThat(reopened.violations()).isEmpty();
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D", ""));
  }

  private void settle(TestStore open) throws ExecutionException {
    clock.pass(Duration.ofMinutes(2)); // after a failure, merging waits
    open.maintain();
    open.seal();
    open.maintain();
  }

  /** The spans that were acknowledged, and that retention must leave; sorted. */
  private List<String> checkSpans(TestStore open, String when) throws IOException {
    List<String> found = new ArrayList<>();
    for (Tenant tenant : TENANTS) {
      found.addAll(open.spans(tenant));
    }
    assertThat(found).as(when).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(written).as(when).containsAll(found);
    assertThat(found).as("%s, refused", when).noneMatch(refused::contains);
    found.removeAll(old);
    found.removeAll(unsure);
    found.sort(null);
    return found;
  }

  /** How many spans were acknowledged and are not too old. */
  int acknowledged() {
    return acknowledged.size();
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
