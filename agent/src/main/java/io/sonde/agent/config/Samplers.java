package io.sonde.agent.config;

import io.sonde.agent.sampling.RemoteSampler;
import io.sonde.agent.sampling.SamplingPoll;
import io.sonde.bootstrap.Sampler;
import java.net.MalformedURLException;

/** The samplers of {@code OTEL_TRACES_SAMPLER}, as the specification describes them. */
public final class Samplers {
  private static final String PARENT_BASED = "parentbased_";

  private static final String JAEGER_REMOTE = "jaeger_remote";

  private Samplers() {}

  /** The sampler that the configuration names. */
  public static Sampler of(Config config) {
    String name = config.get(TraceKeys.SAMPLER);
    if (name.endsWith(JAEGER_REMOTE)) {
      return RemoteSampling.sampler(config, name.startsWith(PARENT_BASED));
    }
    // The argument has a meaning, and can be wrong, only for those that use it.
    double ratio = name.endsWith("ratio") ? config.get(TraceKeys.SAMPLER_ARG).doubleValue() : 1;
    return of(name, ratio);
  }

  /** Begins to ask Jaeger where {@code sampler} is one that wants it. Not for {@code premain}. */
  public static void start(Config config, Sampler sampler) throws MalformedURLException {
    if (sampler instanceof RemoteSampler) {
      SamplingPoll.start((RemoteSampler) sampler, ServiceName.of(config));
    }
  }

  /** Asks Jaeger no more. */
  public static void stop(Sampler sampler) {
    if (sampler instanceof RemoteSampler) {
      ((RemoteSampler) sampler).close();
    }
  }

  /**
   * @param ratio 0 to 1; of use to the ratio samplers only
   */
  static Sampler of(String name, double ratio) {
    boolean parentBased = name.startsWith(PARENT_BASED);
    String root = parentBased ? name.substring(PARENT_BASED.length()) : name;
    return new TraceIdSampler(bound(root, ratio), root.equals("always_on"), parentBased);
  }

  private static long bound(String root, double ratio) {
    // No absolute value of a long is below its minimum.
    return root.equals("always_off") || ratio == 0
        ? Long.MIN_VALUE
        : (long) (ratio * Long.MAX_VALUE);
  }

  /** Decides as the SDK does by the same trace id, so that services in a row agree. */
  private static final class TraceIdSampler implements Sampler {
    private final long bound;
    private final boolean always;
    private final boolean parentBased;

    TraceIdSampler(long bound, boolean always, boolean parentBased) {
      this.bound = bound;
      this.always = always;
      this.parentBased = parentBased;
    }

    @Override
    public boolean sample(long traceIdLow, boolean hasParent, boolean parentSampled) {
      if (parentBased && hasParent) {
        return parentSampled;
      }
      return always || Math.abs(traceIdLow) < bound;
    }
  }
}
