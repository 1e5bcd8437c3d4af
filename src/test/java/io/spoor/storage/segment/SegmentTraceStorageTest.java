// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The store as a process has it. Copies are told as such as long as the first is in a head. */
class SegmentTraceStorageTest extends TraceStorageContract {
  private static final HeadConfig HEAD =
      new HeadConfig(1 << 27, Duration.ofMinutes(1), Duration.ofMinutes(1));

  @TempDir Path folder;

  @Override
  protected TraceStorage create() {
    Path parent = folder == null ? Path.of("not-opened") : folder;
    SegmentConfig config = TestStore.at(parent.resolve("store"));
    SegmentConfig large =
        new SegmentConfig(config.path(), config.wal(), HEAD, config.merge(), config.retention(), 2);
    return new SegmentTraceStorage(large, new SimpleMeterRegistry(), spans -> {});
  }
}
