package io.sonde.exporter.endpoint;

/** Answers for some paths of an endpoint. Everything is called on the endpoint's thread. */
public abstract class Handler {
  /** What it is for, in one word. */
  public abstract String purpose();

  /** Whether the user asked for it, so that its absence is worth a warning. */
  public boolean asked() {
    return true;
  }

  /** Lines for people that tell of its paths. */
  public abstract String index();

  /**
   * Never blocks.
   *
   * @return null when the path is none of its own
   */
  public abstract HttpResponse answer(HttpRequest request);

  /**
   * How often {@link #tick} wants to be called, in milliseconds; 0 for never. Asked once, when the
   * endpoint starts.
   */
  public long tickMillis() {
    return 0;
  }

  /** Work that is done without a request, while the port is there. */
  public void tick() {}

  /** Takes what {@link #tick} threw. */
  public void failed(Throwable thrown) {}

  /** Nobody can ask any more. */
  public void closed() {}
}
