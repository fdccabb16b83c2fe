package io.sonde.bootstrap;

/** Decides, before anything else is known of a span, whether it is recorded. Thread safe. */
public interface Sampler {
  /**
   * @param traceIdLow the lower half of the trace id, which ratio samplers decide by
   * @param hasParent whether there is a parent, here or remote
   * @param parentSampled what the parent decided
   */
  boolean sample(long traceIdLow, boolean hasParent, boolean parentSampled);

  /**
   * {@link #sample} where a request enters the process.
   *
   * @param hasParent whether there is a remote parent
   * @param method of the request
   * @param path of the request
   */
  default boolean sampleRequest(
      long traceIdLow, boolean hasParent, boolean parentSampled, String method, String path) {
    return sample(traceIdLow, hasParent, parentSampled);
  }
}
