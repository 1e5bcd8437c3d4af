// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spoor.TestSeed;
import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtlpProtoDecoderTest {
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void readsWhatProtobufJavaWrote() {
    Random random = TestSeed.random();
    for (int i = 0; i < 500; i++) {
      ExportTraceServiceRequest request =
          new RandomRequests(random, random.nextBoolean()).request();
      DecodedBatch decoded = decoder.decode(request.toByteArray(), Allowance.UNLIMITED);
      assertThat(ProtoView.of(decoded.batch())).isEqualTo(ProtoView.of(request));
      assertThat(decoded.rejectedSpans()).isZero();
    }
  }
}
