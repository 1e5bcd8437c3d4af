// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.RetentionConfig;
import io.spoor.disk.FaultyDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock is set while a store runs, or between two starts: nothing young is deleted. */
class ClockTest {
  private static final Duration YEARS = Duration.ofDays(4000);

  private final FaultyDisk disk = new FaultyDisk();
  private final TestClock clock = new TestClock();

  private TestStore open() throws Exception {
    return new TestStore(disk, clock, TestStore.config());
  }

  @Test
  void aJumpAheadThatIsPutRightDeletesNothing() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.seal();
    }
    try (TestStore store = open()) {
      store.maintain();
      clock.jump(YEARS);
      store.maintain();
      clock.pass(Duration.ofMinutes(59));
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1");
      assertThat(store.count("segment.clock.jumps")).isEqualTo(1);
      clock.jump(YEARS.negated());
      clock.pass(Duration.ofHours(3));
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1");
      assertThat(store.count("segment.clock.jumps")).isEqualTo(2);
      clock.pass(Duration.ofDays(3));
      store.maintain();
      assertThat(store.spans()).isEmpty();
    }
  }

  @Test
  void aJumpAheadThatStaysIsBelievedAfterAnHourForWhatIsFromBeforeTheStart() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.seal();
    }
    clock.jump(YEARS);
    try (TestStore store = open()) {
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1");
      assertThat(store.count("segment.clock.jumps")).isEqualTo(1);
      clock.pass(Duration.ofMinutes(61));
      store.maintain();
      assertThat(store.spans()).isEmpty();
    }
  }

  @Test
  void whatCameSinceTheStartIsKeptForItsTimeWhateverTheClockSays() throws Exception {
    try (TestStore store = open()) {
      store.maintain();
      clock.jump(YEARS.negated()); // as a machine that starts in 2015
      for (int trace = 1; trace <= 4; trace++) {
        store.write(trace, 1);
        store.seal();
      }
      store.maintain();
      assertThat(store.blocks()).isEqualTo(1);
      clock.jump(YEARS);
      for (int hour = 0; hour < 71; hour++) {
        clock.pass(Duration.ofHours(1));
        store.maintain();
      }
      assertThat(store.spans()).hasSize(4);
      clock.pass(Duration.ofHours(2));
      store.maintain();
      assertThat(store.spans()).isEmpty();
    }
  }

  @Test
  void whatCameFirstGoesFirstWhereThereIsTooMuchWhateverTheClockSays() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.seal();
      clock.jump(YEARS.negated());
      store.write(2, 1);
      store.seal();
    }
    long bytes = 0;
    for (Path file : disk.list(TestStore.FOLDER.resolve("tenants/default"))) {
      bytes = Math.max(bytes, disk.content(file).length);
    }
    RetentionConfig one = new RetentionConfig(Duration.ofDays(3), bytes, 1);
    SegmentConfig config = TestStore.config(TestStore.HEAD, TestStore.MERGE, one);
    try (TestStore store = new TestStore(disk, clock, config)) {
      store.maintain();
      assertThat(store.spans()).containsExactly("2/1");
    }
  }
}
