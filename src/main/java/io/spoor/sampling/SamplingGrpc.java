// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import io.jaegertracing.api_v2.Sampling;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcService;
import io.spoor.telemetry.SamplingMetrics;
import io.spoor.telemetry.SamplingMetrics.Result;
import io.spoor.telemetry.SamplingMetrics.Transport;
import io.vertx.core.Future;

/** {@code jaeger.api_v2.SamplingManager}: answers over gRPC how much a service is to sample. */
public final class SamplingGrpc {
  private final SamplingStrategies strategies;
  private final SamplingMetrics metrics;

  private SamplingGrpc(SamplingStrategies strategies, SamplingMetrics metrics) {
    this.strategies = strategies;
    this.metrics = metrics;
  }

  /** The service, for any number of ports. */
  public static GrpcService service(SamplingStrategies strategies, SamplingMetrics metrics) {
    return GrpcService.of(Sampling.getDescriptor(), "SamplingManager")
        .method("GetSamplingStrategy", new SamplingGrpc(strategies, metrics)::answer);
  }

  private void answer(GrpcCall call) {
    SamplingStrategyParameters asked = call.request(SamplingStrategyParameters.parser());
    call.await(
        Future.succeededFuture(asked.getServiceName())
            .compose(strategies::strategyOf)
            .onComplete(
                found ->
                    metrics.answered(
                        Transport.GRPC, found.succeeded() ? Result.ANSWERED : Result.FAILED)),
        call::reply);
  }
}
