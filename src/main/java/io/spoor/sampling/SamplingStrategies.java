// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import io.vertx.core.Future;

/** Knows how much each service is to sample. Callable from any event loop; never blocks. */
@FunctionalInterface
public interface SamplingStrategies {

  /**
   * Finds the strategy of a service, known or not.
   *
   * @return may complete on any thread; fails when there is no telling now
   */
  Future<SamplingStrategyResponse> strategyOf(String serviceName);

  /** The same for every service: each trace with this probability, from 0 to 1. */
  static SamplingStrategies probabilistic(double probability) {
    SamplingStrategyResponse strategy =
        SamplingStrategyResponse.newBuilder()
            .setStrategyType(SamplingStrategyType.PROBABILISTIC)
            .setProbabilisticSampling(
                ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(probability))
            .build();
    return service -> Future.succeededFuture(strategy);
  }
}
