// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static io.spoor.storage.StorageProbe.ample;
import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.TestQueries;
import io.spoor.storage.segment.read.SegmentTraceReader;
import io.spoor.telemetry.SegmentReadMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans of absurd sizes and times: kept whole in memory, in a block and in a merged one. */
class BadInputTest {
  private static final long YEAR = 365L * 24 * 3_600 * 1_000_000_000;
  private static final long OTHER = 999; // what is merged with it
  private static final long[] STARTS = {
    0, 1, TestSpans.START - 50 * YEAR, TestSpans.START, TestSpans.START + 200 * YEAR, -2, -1
  };

  private final TestClock clock = new TestClock();
  private TestStore store;
  private SegmentTraceReader reader;

  @BeforeEach
  void open() throws Exception {
    HeadConfig head = new HeadConfig(32 << 20, Duration.ofSeconds(10), Duration.ofMinutes(5));
    SegmentConfig config = TestStore.config(head, new MergeConfig(2, 10_000), TestStore.RETENTION);
    store = new TestStore(new FaultyDisk(), clock, config);
    reader =
        new SegmentTraceReader(store.store(), 1, new SegmentReadMetrics(new SimpleMeterRegistry()));
  }

  @AfterEach
  void close() {
    await(reader.close());
    store.close();
  }

  private interface Check {
    void run() throws Exception;
  }

  /** In memory, sealed, and merged with another block. */
  private void everywhere(Check check) throws Exception {
    check.run();
    store.seal();
    check.run();
    store.write(OTHER, 1);
    store.seal();
    store.maintain();
    assertThat(store.blocks()).isEqualTo(1);
    check.run();
  }

  @Test
  void aSpanOfThreeMegabytesIsKeptWhole() throws Exception {
    String text = "0123456789abcdef".repeat(3 << 16);
    store.write(TestSpans.batch().resource("s").span(1, 1, "op").attribute("k", text).build());
    everywhere(
        () -> {
          SpanBatch found = read(1).get(0);
          assertThat(found.strings().length(valueOf(found))).isEqualTo(text.length());
          assertThat(found.strings().string(valueOf(found))).isEqualTo(text);
          assertThat(find(TestQueries.any().attribute("k", text).build())).containsExactly(1L);
        });
  }

  private static int valueOf(SpanBatch batch) {
    return (int) batch.spans().attributes().value(batch.spans().attributes().start(0));
  }

  @Test
  void spansOfAnyTimeAreFoundAtTheirTimeAndKeptByTheTimeAtWhichTheyCame() throws Exception {
    TestSpans batch = TestSpans.batch().resource("s");
    for (int i = 0; i < STARTS.length; i++) {
      batch.span(i, 1, "op").times(STARTS[i], 1);
    }
    store.write(batch.build());
    everywhere(
        () -> {
          for (int i = 0; i < STARTS.length; i++) {
            TraceQuery then = TestQueries.any().starts(STARTS[i], STARTS[i]).build();
            assertThat(find(then)).containsExactly((long) i);
            assertThat(read(i).get(0).spans().startTimeUnixNano(0)).isEqualTo(STARTS[i]);
          }
          TraceQuery any = TestQueries.any().starts(0, -1).limit(STARTS.length + 1).build();
          assertThat(find(any))
              .containsExactlyElementsOf(
                  LongStream.range(0, STARTS.length)
                      .map(i -> STARTS.length - 1 - i)
                      .boxed()
                      .toList());
        });
    clock.pass(Duration.ofHours(71));
    store.maintain();
    assertThat(store.spans()).hasSize(STARTS.length + 1);
  }

  private List<Long> find(TraceQuery query) {
    return await(reader.findTraceIds(Tenant.DEFAULT, query, ample())).traceIds().stream()
        .map(TraceId::low)
        .filter(trace -> trace != OTHER)
        .toList();
  }

  private List<SpanBatch> read(long trace) {
    BatchCursor cursor =
        await(reader.getTraces(Tenant.DEFAULT, List.of(new TraceId(0, trace)), ample()));
    List<SpanBatch> chunks = new ArrayList<>();
    Optional<SpanBatch> chunk = await(cursor.next());
    while (chunk.isPresent()) {
      chunks.add(chunk.get());
      chunk = await(cursor.next());
    }
    assertThat(cursor.incomplete()).isEmpty();
    cursor.close();
    return chunks;
  }
}
