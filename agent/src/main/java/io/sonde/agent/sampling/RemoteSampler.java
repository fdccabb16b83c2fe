package io.sonde.agent.sampling;

import io.sonde.bootstrap.Sampler;

/**
 * Decides by the strategy that came last, where a trace enters the process; what happens within a
 * trace follows, for a rate that each span took its part of would tear traces apart. Thread safe.
 */
public final class RemoteSampler implements Sampler {
  private final boolean parentBased;
  final String endpoint;
  final long intervalMillis;
  private volatile SamplingStrategy strategy;
  private volatile boolean closed;

  /**
   * @param parentBased whether what a caller in another process decided counts
   * @param initialRate the share of traces that is recorded until Jaeger has answered, 0 to 1
   * @param endpoint the URL to ask
   * @param intervalMillis how often
   */
  public RemoteSampler(
      boolean parentBased, double initialRate, String endpoint, long intervalMillis) {
    this.parentBased = parentBased;
    this.endpoint = endpoint;
    this.intervalMillis = intervalMillis;
    strategy = SamplingStrategy.probabilistic(initialRate);
  }

  /** Keeps the strategy that it has: nobody is asked any more. */
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  void strategy(SamplingStrategy newStrategy) {
    strategy = newStrategy;
  }

  @Override
  public boolean sample(long traceIdLow, boolean hasParent, boolean parentSampled) {
    return hasParent ? parentSampled : strategy.sample(traceIdLow, null, null);
  }

  @Override
  public boolean sampleRequest(
      long traceIdLow, boolean hasParent, boolean parentSampled, String method, String path) {
    return hasParent && parentBased ? parentSampled : strategy.sample(traceIdLow, method, path);
  }
}
