package io.sonde.bootstrap;

/** What the configuration says about spans. Set once, before the first class is woven. */
public final class Tracer {
  /** The tracing of everything, until a configuration says otherwise. */
  private static final Sampler ALWAYS =
      new Sampler() {
        @Override
        public boolean sample(long id, boolean hasParent, boolean parentSampled) {
          return !hasParent || parentSampled;
        }
      };

  private static volatile Sampler sampler = ALWAYS;
  private static volatile String[] excludedPaths = {};
  private static volatile int attributeCount = 128;
  private static volatile int attributeLength = 8192;

  private Tracer() {}

  /**
   * @param sampler decides what is recorded
   * @param excludedPaths request paths that are never recorded; a trailing {@code *} stands for any
   *     rest. Their metrics are.
   * @param attributeCount attributes kept of one span
   * @param attributeLength characters kept of one attribute value
   */
  public static void configure(
      Sampler sampler, String[] excludedPaths, int attributeCount, int attributeLength) {
    Tracer.sampler = sampler;
    Tracer.excludedPaths = excludedPaths;
    Tracer.attributeCount = attributeCount;
    Tracer.attributeLength = attributeLength;
  }

  /** Whether the calling thread is the agent's own: what it does is never telemetry. */
  public static boolean suppressed() {
    return Thread.currentThread() instanceof AgentThread;
  }

  static Sampler sampler() {
    return sampler;
  }

  static int attributeCount() {
    return attributeCount;
  }

  static int attributeLength() {
    return attributeLength;
  }

  static boolean excluded(String path) {
    if (path == null) {
      return false;
    }
    for (String pattern : excludedPaths) {
      int star = pattern.length() - 1;
      if (star >= 0 && pattern.charAt(star) == '*'
          ? path.regionMatches(0, pattern, 0, star)
          : path.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
