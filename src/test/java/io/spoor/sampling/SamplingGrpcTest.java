// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
import io.jaegertracing.api_v2.SamplingManagerGrpc.SamplingManagerBlockingStub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.grpc.TestPort;
import io.spoor.receiver.TestIntake;
import io.spoor.telemetry.SamplingMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SamplingGrpcTest {
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private volatile SamplingStrategies strategies = SamplingStrategies.probabilistic(0.125);
  private TestPort port;

  @BeforeEach
  void start() throws Exception {
    port =
        new TestPort(
            vertx,
            Map.of("timeouts.request", "2s"),
            List.of(
                SamplingGrpc.service(
                    service -> strategies.strategyOf(service), new SamplingMetrics(registry))));
  }

  @AfterEach
  void stop() throws Exception {
    port.close();
    TestIntake.await(vertx.close());
  }

  @Test
  void strategyIsThatOfTheService() {
    strategies =
        service ->
            SamplingStrategies.probabilistic(service.equals("a") ? 1 : 0).strategyOf(service);
    assertThat(ask("a").getProbabilisticSampling().getSamplingRate()).isEqualTo(1);
    SamplingStrategyResponse never = ask("");
    assertThat(never.hasProbabilisticSampling()).isTrue();
    assertThat(never.getProbabilisticSampling().getSamplingRate()).isZero();
    assertThat(count("answered")).isEqualTo(2);
  }

  @Test
  void failureAndSilenceEndTheCall() {
    strategies = service -> Future.failedFuture("no file");
    assertStatus(Status.Code.INTERNAL);
    strategies = service -> Promise.<SamplingStrategyResponse>promise().future();
    assertStatus(Status.Code.DEADLINE_EXCEEDED);
    assertThat(count("failed")).isEqualTo(1);
  }

  private void assertStatus(Status.Code code) {
    assertThatThrownBy(() -> ask("shop"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code));
  }

  private SamplingStrategyResponse ask(String service) {
    SamplingManagerBlockingStub stub = SamplingManagerGrpc.newBlockingStub(port.channel());
    return stub.withDeadlineAfter(30, TimeUnit.SECONDS)
        .getSamplingStrategy(
            SamplingStrategyParameters.newBuilder().setServiceName(service).build());
  }

  private double count(String result) {
    return registry
        .get("sampling.requests")
        .tags("transport", "grpc", "result", result)
        .counter()
        .count();
  }
}
