// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.read.StoreSnapshot;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants are merged in turn. */
class MergeTurnsTest {
  private final FullBlocks disk = new FullBlocks(new FaultyDisk());
  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @ValueSource(strings = {"one", "other"})
  void tenantWhoseBlocksCannotBeMergedStopsNoOther(String broken) throws Exception {
    String sound = broken.equals("one") ? "other" : "one";
    try (TestStore store =
        new TestStore(
            disk,
            clock,
            TestStore.config(TestStore.HEAD, new MergeConfig(2, 10_000), TestStore.RETENTION))) {
      for (int span = 1; span <= 2; span++) {
        store.write(new Tenant("one"), TestSpans.single(1, span, "shop", "1/" + span));
        store.write(new Tenant("other"), TestSpans.single(1, span, "shop", "1/" + span));
        store.seal();
      }
      disk.fail(broken);
      for (int turn = 0; turn < 2; turn++) {
        clock.pass(Duration.ofMinutes(2)); // after a failure, merging waits
        store.maintain();
      }
      assertThat(blocks(store, sound)).isEqualTo(1);
      assertThat(blocks(store, broken)).isEqualTo(2);

      disk.fail(false);
      clock.pass(Duration.ofMinutes(2));
      store.maintain();
      assertThat(blocks(store, broken)).isEqualTo(1);
    }
  }

  private static int blocks(TestStore store, String tenant) {
    try (StoreSnapshot snapshot = store.store().acquire(new Tenant(tenant))) {
      return snapshot.blocks().size();
    }
  }
}
