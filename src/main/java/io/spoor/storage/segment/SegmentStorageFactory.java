// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.spoor.config.StorageConfig;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageFactory;
import java.util.function.LongConsumer;

/** Makes the backend of {@code storage.type: segment}. */
public final class SegmentStorageFactory implements TraceStorageFactory {
  private final MeterRegistry meters;
  private final LongConsumer replayedSpans;

  /**
   * A factory whose backend is metered.
   *
   * @param replayedSpans told, while it opens, of spans that came back from the log
   */
  public SegmentStorageFactory(MeterRegistry meters, LongConsumer replayedSpans) {
    this.meters = requireNonNull(meters, "meters");
    this.replayedSpans = requireNonNull(replayedSpans, "replayedSpans");
  }

  @Override
  public String type() {
    return "segment";
  }

  @Override
  public TraceStorage create(StorageConfig config) {
    return new SegmentTraceStorage(config.segment(), meters, replayedSpans);
  }
}
