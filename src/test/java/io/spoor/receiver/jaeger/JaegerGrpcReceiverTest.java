// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Collector.PostSpansResponse;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.receiver.http.GrpcClient;
import io.spoor.receiver.http.GrpcClient.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JaegerGrpcReceiverTest {
  private static final int SPANS = 3;
  private static final byte[] REQUEST = TestBatches.proto("shop", SPANS);

  private RunningJaeger jaeger = RunningJaeger.start();
  private GrpcClient client = client();

  @AfterEach
  void nextRequestWorks() {
    assertThat(client.export(REQUEST).status()).isEqualTo("0");
    jaeger.close();
  }

  @Test
  void batchIsStored() {
    Reply reply = client.export(REQUEST);

    assertThat(reply.status()).isEqualTo("0");
    assertThat(reply.body()).isEqualTo(GrpcClient.frame(0, new byte[0]));
    assertThat(jaeger.spansSeen()).isEqualTo(SPANS);
    assertThat(jaeger.count("receiver.accepted.spans", "transport", "jaeger_grpc"))
        .isEqualTo(SPANS);
  }

  @Test
  void compressedBatchIsStored() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(REQUEST);
    }
    Buffer frame = GrpcClient.frame(1, out.toByteArray());
    assertThat(client.call(frame, Map.of(GrpcClient.ENCODING, "gzip")).status()).isEqualTo("0");
    assertThat(jaeger.spansSeen()).isEqualTo(SPANS);
    assertThat(client.call(frame, Map.of(GrpcClient.ENCODING, "br")).status()).isEqualTo("12");
    assertThat(client.call(frame, Map.of()).status()).isEqualTo("13");
  }

  @ParameterizedTest
  @CsvSource({"QUEUE_FULL, 14", "STORAGE_FAILED, 14", "UNAVAILABLE, 14", "MALFORMED, 3"})
  void refusalSaysWhetherToTryAgain(Refusal refusal, String status) throws Exception {
    jaeger.storage = request -> Future.failedFuture(new RefusedException(refusal, "no"));
    Reply reply = client.export(REQUEST);
    jaeger.storage = RunningJaeger::store;

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.details() != null).isEqualTo(status.equals("14"));
  }

  @Test
  void everyTruncatedRequestIsAnswered() {
    for (int length = 1; length < REQUEST.length; length++) {
      Reply reply = client.export(Arrays.copyOf(REQUEST, length));
      assertThat(reply.status()).as("cut at %d", length).isIn("0", "3");
    }
  }

  @Test
  void otherMethodsAreUnimplemented() {
    GrpcClient other = new GrpcClient(jaeger.vertx, jaeger.grpcPort, "/jaeger.api_v2.X/PostSpans");
    assertThat(other.export(REQUEST).status()).isEqualTo("12");
  }

  @Test
  void largeRequestIsRejected() {
    jaeger.close();
    jaeger = RunningJaeger.start("admission.maxMessageBytes=4KiB");
    client = client();
    Reply reply = client.export(TestBatches.proto("shop", 200));
    assertThat(reply.status()).isEqualTo("8");
  }

  private GrpcClient client() {
    return new GrpcClient(
        jaeger.vertx, jaeger.grpcPort, JaegerGrpcReceiverVerticle.POST_SPANS.path());
  }

  @Test
  void samplingHealthAndReflectionAreOnTheSamePort() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", jaeger.grpcPort).usePlaintext().build();
    try {
      PostSpansRequest batch = PostSpansRequest.parseFrom(REQUEST);
      assertThat(CollectorServiceGrpc.newBlockingStub(channel).postSpans(batch))
          .isEqualTo(PostSpansResponse.getDefaultInstance());
      SamplingManagerGrpc.SamplingManagerBlockingStub sampling =
          SamplingManagerGrpc.newBlockingStub(channel);
      SamplingStrategyParameters shop =
          SamplingStrategyParameters.newBuilder().setServiceName("shop").build();
      for (String compression : new String[] {"identity", "gzip"}) {
        SamplingStrategyResponse strategy =
            sampling.withCompression(compression).getSamplingStrategy(shop);
        assertThat(strategy.getStrategyType()).isEqualTo(SamplingStrategyType.PROBABILISTIC);
        assertThat(strategy.getProbabilisticSampling().getSamplingRate()).isEqualTo(0.5);
      }
      HealthCheckRequest health =
          HealthCheckRequest.newBuilder().setService("jaeger.api_v2.CollectorService").build();
      assertThat(HealthGrpc.newBlockingStub(channel).check(health).getStatus())
          .isEqualTo(ServingStatus.SERVING);
      assertThat(jaeger.count("sampling.requests", "transport", "grpc", "result", "answered"))
          .isEqualTo(2);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void callsBesideBatchesThatMakeNoSenseAreAnswered() {
    GrpcClient sampling =
        new GrpcClient(
            jaeger.vertx, jaeger.grpcPort, "/jaeger.api_v2.SamplingManager/GetSamplingStrategy");
    byte[] garbage = {(byte) 0xff, 1, 2};
    assertThat(sampling.export(garbage).status()).isEqualTo("3");
    assertThat(sampling.export(new byte[100_000]).status()).isEqualTo("8");
    assertThat(
            sampling.call(GrpcClient.frame(1, garbage), Map.of(GrpcClient.ENCODING, "br")).status())
        .isEqualTo("12");
    assertThat(sampling.call(GrpcClient.frame(1, garbage), Map.of()).status()).isEqualTo("13");
    assertThat(sampling.call(Buffer.buffer(), Map.of()).status()).isEqualTo("13");
    assertThat(sampling.call(GrpcClient.frame(0, new byte[0]).getBuffer(0, 3), Map.of()).status())
        .isEqualTo("13");
  }
}
