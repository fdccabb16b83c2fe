package io.sonde.bootstrap;

import io.sonde.bootstrap.metrics.SpanMetrics;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One unit of work: the timing, the ids that are propagated, and what its attributes are made of
 * when it is exported. It is at once the context of the threads that work on it; there is no
 * separate context object.
 *
 * <p>An unsampled span still exists, because metrics see all requests.
 *
 * <p>Not thread safe: a span is handed from thread to thread by whatever hands over the work.
 * {@link #end} may race (time-out against completion); the first call wins.
 */
public abstract class Span extends Captured {
  public static final int SERVER = 1;
  public static final int CLIENT = 2;

  private static final ThreadLocal<Span> CURRENT = new ThreadLocal<Span>();
  private static final AtomicIntegerFieldUpdater<Span> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Span.class, "ended");

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

  /** Made when first asked for; two threads may both make it, the same. */
  private String traceIdText;

  private String spanIdText;
  private long endNanos;
  private volatile int ended;
  private boolean error;
  private Throwable exception;

  /**
   * Of a local root: bytes of what it holds; as soon as one entry did not fit, how many did not, as
   * a negative number. About, as threads race.
   */
  int held;

  /** What was current on the thread when this span was activated there. */
  private Span previous;

  /** A child of the current span; of {@code remote} where there is none; else a new trace. */
  protected Span(int kind, Span parent, RemoteParent remote, String path) {
    this(kind, parent, remote, null, path);
  }

  /**
   * @param method of the request that the span is of, and {@code path}; both null when it is of
   *     none
   */
  protected Span(int kind, Span parent, RemoteParent remote, String method, String path) {
    this.kind = kind;
    this.parent = parent;
    startNanos = System.nanoTime();
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
      anchor = Clock.anchor(startNanos);
      remoteParent = continued;
      excluded = Tracer.excluded(path);
      boolean remoteSampled = continued && remote.sampled;
      sampled = !excluded && sampleRoot(traceIdLow, continued, remoteSampled, method, path);
    }
    spanId = Ids.randomNonZero();
  }

  private static boolean sampleRoot(
      long traceIdLow, boolean continued, boolean remoteSampled, String method, String path) {
    Sampler sampler = Tracer.sampler();
    return path == null
        ? sampler.sample(traceIdLow, continued, remoteSampled)
        : sampler.sampleRequest(traceIdLow, continued, remoteSampled, method, path);
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

  /**
   * Whether this span will be exported. Check it before keeping what only an attribute is made of.
   */
  public final boolean sampled() {
    return sampled;
  }

  /** Whether it is of a path that is never recorded. */
  protected final boolean excluded() {
    return excluded;
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
    if (!ENDED.compareAndSet(this, 0, 1)) {
      return false;
    }
    endNanos = System.nanoTime();
    long duration = endNanos - startNanos;
    finish(duration);
    if (SpanMetrics.on() && !excluded) {
      SpanMetrics.record(this, duration);
    }
    if (sampled) {
      Telemetry.sink().spanEnded(this);
      TraceCapture capture = TraceCapture.current();
      if (capture != null) {
        capture.ended(this, duration);
      }
    }
    return true;
  }

  /**
   * Called once, at the end: records the metrics.
   *
   * @param durationNanos how long the span took
   */
  protected abstract void finish(long durationNanos);

  /** What the span is called, when it has ended; null is taken for {@code unknown}. */
  public String name() {
    return null;
  }

  /** What the spans of a local root are like each other by, such as a route; may be null. */
  public String group() {
    return null;
  }

  /** Gives the attributes of a sampled span that has ended, each key once. */
  protected void attributes(AttributeVisitor to) {}

  /** How many characters of text of its own the span holds, about. */
  protected int textLength() {
    return 0;
  }

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

  /** Start, in nanoseconds since the epoch. */
  public final long startEpochNanos() {
    return anchor.epochNanos(startNanos);
  }

  /** End, in nanoseconds since the epoch; only after {@link #end}. */
  public final long endEpochNanos() {
    return anchor.epochNanos(endNanos);
  }

  public final boolean ended() {
    return ended != 0;
  }

  public final boolean failed() {
    return error;
  }

  /** What {@link #fail(Throwable)} was given, or null. */
  public final Throwable exception() {
    return exception;
  }

  /** About how many bytes of heap the span holds. */
  public final int bytes() {
    return 256 + 2 * textLength();
  }
}
