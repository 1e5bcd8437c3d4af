// SPDX-License-Identifier: Apache-2.0
package io.spoor.sampling;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.spoor.receiver.http.MessageBytes;
import java.io.IOException;

/** Writes a strategy as Jaeger's clients read it. */
enum StrategyJson {
  /** As Jaeger 2 writes it, and Jaeger 1 but for the oldest clients: the type is a name. */
  NAMED,
  /** As Jaeger 1 writes it for the oldest clients, from Thrift: the type is a number. */
  NUMBERED;

  private static final double EXACT = 1L << 53;

  byte[] write(SamplingStrategyResponse strategy) {
    return MessageBytes.json(out -> write(strategy, out));
  }

  private void write(SamplingStrategyResponse strategy, JsonGenerator out) throws IOException {
    if (this == NAMED) {
      out.writeStringField("strategyType", strategy.getStrategyType().name());
    } else {
      out.writeNumberField("strategyType", strategy.getStrategyTypeValue());
    }
    if (strategy.hasProbabilisticSampling()) {
      probabilistic(strategy.getProbabilisticSampling(), out);
    }
    if (strategy.hasRateLimitingSampling()) {
      out.writeObjectFieldStart("rateLimitingSampling");
      int limit = strategy.getRateLimitingSampling().getMaxTracesPerSecond();
      out.writeNumberField("maxTracesPerSecond", limit);
      out.writeEndObject();
    }
    if (strategy.hasOperationSampling()) {
      out.writeObjectFieldStart("operationSampling");
      perOperation(strategy.getOperationSampling(), out);
      out.writeEndObject();
    }
  }

  private void perOperation(PerOperationSamplingStrategies strategies, JsonGenerator out)
      throws IOException {
    number("defaultSamplingProbability", strategies.getDefaultSamplingProbability(), out);
    number(
        "defaultLowerBoundTracesPerSecond", strategies.getDefaultLowerBoundTracesPerSecond(), out);
    out.writeArrayFieldStart("perOperationStrategies");
    for (OperationSamplingStrategy operation : strategies.getPerOperationStrategiesList()) {
      out.writeStartObject();
      out.writeStringField("operation", operation.getOperation());
      if (operation.hasProbabilisticSampling()) {
        probabilistic(operation.getProbabilisticSampling(), out);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    double upperBound = strategies.getDefaultUpperBoundTracesPerSecond();
    if (this == NAMED || upperBound != 0) { // optional in Thrift
      number("defaultUpperBoundTracesPerSecond", upperBound, out);
    }
  }

  private static void probabilistic(ProbabilisticSamplingStrategy strategy, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart("probabilisticSampling");
    number("samplingRate", strategy.getSamplingRate(), out);
    out.writeEndObject();
  }

  /** As Go writes it: without a fraction where there is none. */
  private static void number(String name, double value, JsonGenerator out) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      out.writeNumberField(name, (long) value);
    } else {
      out.writeNumberField(name, value);
    }
  }
}
