// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.disk.FaultyDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UsedSequencesTest {
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void newRecordsComeAfterUsedSequencesThoughTheLogHasLostThem() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
    }
    try (TestLog log = new TestLog(disk, 41)) {
      assertThat(log.replayedIds()).containsExactly(0);
      assertThat(log.append(1).sequence()).isEqualTo(42);
    }
    try (TestLog log = new TestLog(disk, 20)) {
      assertThat(log.replayed()).extracting(LogRecord::sequence).containsExactly(0L, 42L);
      assertThat(log.append(2).sequence()).isEqualTo(43);
    }
  }
}
