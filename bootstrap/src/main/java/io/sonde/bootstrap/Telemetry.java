package io.sonde.bootstrap;

/** Where finished records go. Installed once, before the first class is woven. */
public final class Telemetry {
  /** Takes finished records. Must not block, must not throw, must bound what it holds. */
  public interface Sink {
    /** A sampled span ended. */
    void spanEnded(Span span);

    /** The application logged. */
    void logged(LogEvent event);
  }

  private static volatile Sink sink =
      new Sink() {
        @Override
        public void spanEnded(Span span) {}

        @Override
        public void logged(LogEvent event) {}
      };

  private Telemetry() {}

  public static void install(Sink newSink) {
    sink = newSink;
  }

  static Sink sink() {
    return sink;
  }

  /** Hands over a log event. */
  public static void log(LogEvent event) {
    sink.logged(event);
    TraceCapture capture = TraceCapture.current();
    if (capture != null) {
      capture.logged(event);
    }
  }
}
