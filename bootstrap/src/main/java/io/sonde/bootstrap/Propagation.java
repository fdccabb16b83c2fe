package io.sonde.bootstrap;

/** Carries a trace from process to process in the configured header formats. Thread safe. */
public final class Propagation {
  private static volatile Propagator[] propagators = {new TraceContext(), new Baggage()};

  private Propagation() {}

  /**
   * Chooses the formats, in order.
   *
   * @param names of {@code OTEL_PROPAGATORS}: tracecontext, baggage, b3, b3multi, jaeger
   * @throws IllegalArgumentException for any other
   */
  public static void configure(String[] names) {
    Propagator[] chosen = new Propagator[names.length];
    for (int i = 0; i < names.length; i++) {
      chosen[i] = named(names[i]);
    }
    propagators = chosen;
  }

  private static Propagator named(String name) {
    switch (name) {
      case "tracecontext":
        return new TraceContext();
      case "baggage":
        return new Baggage();
      case "b3":
        return new B3Single();
      case "b3multi":
        return new B3Multi();
      case "jaeger":
        return new Jaeger();
      default:
        throw new IllegalArgumentException("no propagator: " + name);
    }
  }

  /** What the message says about its trace; null when it says nothing. */
  public static <C> RemoteParent extract(C carrier, HeaderGetter<C> getter) {
    RemoteParent parent = null;
    for (Propagator propagator : propagators) {
      parent = propagator.extract(carrier, getter, parent);
    }
    return parent;
  }

  /** Writes the trace of {@code span} into the message. */
  public static <C> void inject(Span span, C carrier, HeaderSetter<C> setter) {
    for (Propagator propagator : propagators) {
      propagator.inject(span, carrier, setter);
    }
  }
}
