// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.spoor.codec.Allowance;
import io.spoor.model.SpanBatch;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load is what docs/performance.md says it is, and decoding it allocates what it may. */
class BenchmarkLoadTest {
  private static final Logger log = LoggerFactory.getLogger(BenchmarkLoadTest.class);
  private static final int ALLOWED_BYTES_A_SPAN = 100; // beyond what the batch retains

  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void spansHaveTheSizeAndShapeOfTheLoad() {
    double bytes = 0;
    int events = 0;
    int errors = 0;
    for (int service = 0; service < 20; service++) {
      byte[] body = BenchmarkLoad.request(service, service);
      SpanBatch batch = decoder.decode(body, Allowance.UNLIMITED).batch();
      assertThat(batch.size()).isEqualTo(BenchmarkLoad.SPANS);
      assertThat(batch.spans().attributes().size()).isEqualTo(10 * BenchmarkLoad.SPANS);
      assertThat(batch.resources().attributes().size()).isEqualTo(5);
      bytes += body.length;
      events += batch.events().size();
      for (int row = 0; row < batch.size(); row++) {
        errors += batch.spans().statusCode(row) == 2 ? 1 : 0;
      }
    }
    double spans = 20.0 * BenchmarkLoad.SPANS;
    assertThat(bytes / spans).isCloseTo(459, within(3.0));
    assertThat(events / spans).isCloseTo(0.25, within(0.02));
    assertThat(errors / spans).isCloseTo(0.02, within(0.01));
  }

  @Test
  void decodingAllocatesLittleBeyondTheBatch() {
    byte[] body = BenchmarkLoad.request(3, 3);
    decoder.decode(body, Allowance.UNLIMITED); // scratch has grown then
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    SpanBatch batch = decoder.decode(body, Allowance.UNLIMITED).batch();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    long retained = batch.bytes() - body.length;
    double beyond = (allocated - retained) / (double) batch.size();
    log.info(
        "retained={} allocated={} bytes a span", retained / batch.size(), allocated / batch.size());
    assertThat(beyond).isLessThan(ALLOWED_BYTES_A_SPAN);
  }
}
