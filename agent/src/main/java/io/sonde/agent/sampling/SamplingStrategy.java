package io.sonde.agent.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@code SamplingStrategyResponse}. Immutable but for the balance of its rates. */
final class SamplingStrategy {
  /** One that matches is looked for one after the other, at each request. */
  private static final int MAX_OPERATIONS = 256;

  private final SamplingRate byDefault;
  private final SampledOperation[] operations;

  private SamplingStrategy(SamplingRate byDefault, SampledOperation[] operations) {
    this.byDefault = byDefault;
    this.operations = operations;
  }

  static SamplingStrategy probabilistic(double rate) {
    return new SamplingStrategy(new SamplingRate(rate, 0), new SampledOperation[0]);
  }

  /**
   * Reads what {@code /sampling} answers. A kind is told by what is there, as its name was a number
   * in old answers.
   *
   * @param json as {@link io.sonde.exporter.JsonReader} has it
   * @throws IllegalArgumentException for what is none
   */
  static SamplingStrategy of(Object json) {
    Map<?, ?> response = object(json);
    if (response.get("operationSampling") != null) {
      return perOperation(object(response.get("operationSampling")));
    }
    if (response.get("rateLimitingSampling") != null) {
      Object perSecond = object(response.get("rateLimitingSampling")).get("maxTracesPerSecond");
      SamplingRate rate = new SamplingRate(0, Math.max(0, number(perSecond)));
      return new SamplingStrategy(rate, new SampledOperation[0]);
    }
    return probabilistic(rate(object(response.get("probabilisticSampling"))));
  }

  private static SamplingStrategy perOperation(Map<?, ?> json) {
    double lowerBound = Math.max(0, number(json.get("defaultLowerBoundTracesPerSecond")));
    SamplingRate byDefault =
        new SamplingRate(ratio(json.get("defaultSamplingProbability")), lowerBound);
    List<SampledOperation> operations = new ArrayList<SampledOperation>();
    Object strategies = json.get("perOperationStrategies");
    if (strategies instanceof List) {
      for (Object each : (List<?>) strategies) {
        Map<?, ?> strategy = object(each);
        Object name = strategy.get("operation");
        if (name instanceof String && operations.size() < MAX_OPERATIONS) {
          double rate = rate(object(strategy.get("probabilisticSampling")));
          operations.add(new SampledOperation((String) name, new SamplingRate(rate, lowerBound)));
        }
      }
    }
    return new SamplingStrategy(byDefault, operations.toArray(new SampledOperation[0]));
  }

  /** Protobuf's JSON leaves out what is 0. */
  private static double rate(Map<?, ?> probabilistic) {
    return ratio(probabilistic.get("samplingRate"));
  }

  private static double ratio(Object json) {
    return Math.min(1, Math.max(0, number(json)));
  }

  private static double number(Object json) {
    if (json == null) {
      return 0;
    }
    if (json instanceof Double && !((Double) json).isNaN()) {
      return (Double) json;
    }
    throw new IllegalArgumentException("not a number");
  }

  private static Map<?, ?> object(Object json) {
    if (json instanceof Map) {
      return (Map<?, ?>) json;
    }
    throw new IllegalArgumentException("not a sampling strategy");
  }

  /**
   * @param method of the request that the trace begins with, and {@code path}; both null when it
   *     begins with none
   */
  boolean sample(long traceIdLow, String method, String path) {
    if (path != null) {
      for (SampledOperation operation : operations) {
        if (operation.matches(method, path)) {
          return operation.rate.sample(traceIdLow);
        }
      }
    }
    return byDefault.sample(traceIdLow);
  }
}
