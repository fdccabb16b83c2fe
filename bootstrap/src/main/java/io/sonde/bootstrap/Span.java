package io.sonde.bootstrap;

/**
 * One unit of work: the timing, the ids that are propagated, and, when sampled, the attributes. It
 * is at once the context of the threads that work on it; there is no separate context object.
 *
 * <p>An unsampled span still exists, because metrics see all requests, but keeps no attributes.
 *
 * <p>Not thread safe: a span is handed from thread to thread by whatever hands over the work.
 * {@link #end} may race (time-out against completion); the first call wins.
 */
public abstract class Span {
  public static final int SERVER = 1;
  public static final int CLIENT = 2;

  private static final ThreadLocal<Span> CURRENT = new ThreadLocal<Span>();
  private static final int INITIAL_ATTRIBUTES = 32;

  private final int kind;
  private final Span parent;
  private final boolean remoteParent;
  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long parentSpanId;
  private final boolean excluded;
  private final boolean sampled;
  private final String traceState;
  private final String baggage;
  private final Clock.Anchor anchor;
  private final long startNanos;

  private String name;

  /** Made when first asked for; two threads may both make it, the same. */
  private String traceIdText;

  private String spanIdText;
  private long endNanos;
  private boolean ended;
  private Object[] attributes;
  private int attributeCount;
  private int droppedAttributes;
  private int textLength;
  private boolean error;
  private Throwable exception;

  /** What was current on the thread when this span was activated there. */
  private Span previous;

  /** A child of the current span; of {@code remote} where there is none; else a new trace. */
  protected Span(int kind, Span parent, RemoteParent remote, String path) {
    this.kind = kind;
    this.parent = parent;
    if (parent != null) {
      traceIdHigh = parent.traceIdHigh;
      traceIdLow = parent.traceIdLow;
      parentSpanId = parent.spanId;
      traceState = parent.traceState;
      baggage = parent.baggage;
      anchor = parent.anchor;
      remoteParent = false;
      excluded = parent.excluded;
      sampled = !excluded && Tracer.sampler().sample(traceIdLow, true, parent.sampled);
    } else {
      boolean continued = remote != null && remote.hasTrace();
      traceIdHigh = continued ? remote.traceIdHigh : Ids.random();
      traceIdLow = continued ? remote.traceIdLow : Ids.randomNonZero();
      parentSpanId = continued ? remote.spanId : 0;
      traceState = continued ? remote.traceState : null;
      baggage = remote == null ? null : remote.baggage;
      anchor = Clock.anchor();
      remoteParent = continued;
      excluded = Tracer.excluded(path);
      sampled =
          !excluded && Tracer.sampler().sample(traceIdLow, continued, continued && remote.sampled);
    }
    spanId = Ids.randomNonZero();
    attributes = sampled ? new Object[INITIAL_ATTRIBUTES] : null;
    startNanos = System.nanoTime();
  }

  /** Stands for {@code lender} on a thread; records nothing. */
  private Span(Span lender) {
    kind = lender.kind;
    parent = lender.parent;
    remoteParent = lender.remoteParent;
    traceIdHigh = lender.traceIdHigh;
    traceIdLow = lender.traceIdLow;
    spanId = lender.spanId;
    parentSpanId = lender.parentSpanId;
    excluded = lender.excluded;
    sampled = false;
    traceState = lender.traceState;
    baggage = lender.baggage;
    anchor = lender.anchor;
    startNanos = lender.startNanos;
  }

  // ---- context

  /** The span that the calling thread works on, or null. */
  public static Span current() {
    Span span = CURRENT.get();
    return span instanceof Lent ? ((Lent) span).ifRunning() : span;
  }

  /**
   * Makes {@code span} (null: no span) the current one and returns what was there, which the caller
   * must put back with another call on the same thread and use for nothing else.
   */
  public static Span swap(Span span) {
    Span before = CURRENT.get();
    if (before != span) {
      // Not remove(): the next request of this thread would make the entry anew.
      CURRENT.set(span);
    }
    return before;
  }

  /** Makes this span current; {@link #deactivate} on the same thread undoes it. */
  public final void activate() {
    previous = swap(this);
  }

  /** Puts back what was current before {@link #activate}. */
  public final void deactivate() {
    Span before = previous;
    previous = null;
    swap(before);
  }

  /**
   * This span for a thread that may live on when the request is over (a worker of a pool that was
   * born in the request, faults D1 and D9): to be given to {@link #swap}, and current there only
   * until the local root has ended.
   */
  public final Span lend() {
    return new Lent(this);
  }

  private static final class Lent extends Span {
    private final Span lender;

    Lent(Span lender) {
      super(lender);
      this.lender = lender;
    }

    Span ifRunning() {
      return lender.localRoot().ended() ? null : lender;
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  // ---- recording

  /** Whether attributes are kept. Check it before computing one that costs something. */
  public final boolean sampled() {
    return sampled;
  }

  public final void name(String text) {
    name = text;
  }

  /** Sets an attribute; a null value, or a span that is not sampled, sets none. */
  public final void set(String key, String value) {
    if (!sampled || value == null) {
      return;
    }
    String text = value;
    if (text.length() > Tracer.attributeLength()) {
      text = Text.cut(text, Tracer.attributeLength());
    }
    textLength += text.length();
    put(key, text);
  }

  public final void set(String key, long value) {
    if (sampled) {
      put(key, Numbers.box(value));
    }
  }

  private void put(String key, Object value) {
    for (int i = 0; i < attributeCount; i++) {
      if (attributes[2 * i].equals(key)) {
        attributes[2 * i + 1] = value;
        return;
      }
    }
    if (attributeCount >= Tracer.attributeCount()) {
      droppedAttributes++;
      return;
    }
    if (2 * attributeCount == attributes.length) {
      attributes = java.util.Arrays.copyOf(attributes, 2 * attributes.length);
    }
    attributes[2 * attributeCount] = key;
    attributes[2 * attributeCount + 1] = value;
    attributeCount++;
  }

  /** Marks the span as failed. */
  public final void fail() {
    error = true;
  }

  /** Marks the span as failed by {@code thrown}, which becomes an exception event. */
  public final void fail(Throwable thrown) {
    error = true;
    exception = thrown;
  }

  /**
   * Ends the span: the metric is recorded, and a sampled span goes to the sink. Later calls do
   * nothing.
   *
   * @return whether this call ended it
   */
  public final boolean end() {
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      endNanos = System.nanoTime();
    }
    finish(endNanos - startNanos);
    if (sampled) {
      Telemetry.sink().spanEnded(this);
    }
    return true;
  }

  /**
   * Called once, at the end: completes name and attributes, and records the metrics.
   *
   * @param durationNanos how long the span took
   */
  protected abstract void finish(long durationNanos);

  // ---- reading

  public final int kind() {
    return kind;
  }

  /** The span around this one in this process, or null. */
  public final Span parent() {
    return parent;
  }

  /** The outermost span of this trace in this process. */
  public final Span localRoot() {
    Span span = this;
    while (span.parent != null) {
      span = span.parent;
    }
    return span;
  }

  public final boolean hasRemoteParent() {
    return remoteParent;
  }

  public final long traceIdHigh() {
    return traceIdHigh;
  }

  public final long traceIdLow() {
    return traceIdLow;
  }

  public final long spanId() {
    return spanId;
  }

  /** The id of the parent, 0 when there is none. */
  public final long parentSpanId() {
    return parentSpanId;
  }

  /** The trace id as 32 lower-case hex digits. */
  public final String traceIdText() {
    if (traceIdText == null) {
      traceIdText = parent != null ? parent.traceIdText() : Ids.hex(traceIdHigh, traceIdLow);
    }
    return traceIdText;
  }

  /** The span id as 16 lower-case hex digits. */
  public final String spanIdText() {
    if (spanIdText == null) {
      spanIdText = Ids.hex(spanId);
    }
    return spanIdText;
  }

  /** The W3C {@code tracestate} as received, or null. */
  public final String traceState() {
    return traceState;
  }

  /** The W3C {@code baggage} as received, or null. */
  public final String baggage() {
    return baggage;
  }

  public final String name() {
    return name;
  }

  /** Start, in nanoseconds since the epoch. */
  public final long startEpochNanos() {
    return anchor.epochNanos(startNanos);
  }

  /** End, in nanoseconds since the epoch; only after {@link #end}. */
  public final long endEpochNanos() {
    return anchor.epochNanos(endNanos);
  }

  public final synchronized boolean ended() {
    return ended;
  }

  public final boolean failed() {
    return error;
  }

  /** What {@link #fail(Throwable)} was given, or null. */
  public final Throwable exception() {
    return exception;
  }

  public final int attributeCount() {
    return attributeCount;
  }

  public final String attributeKey(int index) {
    return (String) attributes[2 * index];
  }

  /** A String or a Long. */
  public final Object attributeValue(int index) {
    return attributes[2 * index + 1];
  }

  /** How many attributes the count limit refused. */
  public final int droppedAttributes() {
    return droppedAttributes;
  }

  /** About how many bytes of heap the span holds. */
  public final int bytes() {
    return 320 + 2 * textLength;
  }
}
