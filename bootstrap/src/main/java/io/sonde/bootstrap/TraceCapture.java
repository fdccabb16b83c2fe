package io.sonde.bootstrap;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps whole traces and log events of the last moment for one reader in the process: those that
 * failed, that were slow, and a few others. What is decided about a trace is decided when its local
 * root ends; until then the root holds what ended within it. Nothing of this happens while there is
 * no reader.
 *
 * <p>Thread safe; one reader, which is to {@link #drainRoots} and {@link #drainLogs} each second
 * and may hold nothing of what it got for longer: exceptions are objects of the application.
 */
public final class TraceCapture {
  /** Of 64 kinds of traces each. */
  public static final int KINDS = 64;

  private static final int FAILED = 40;
  private static final int SLOW = 40;
  private static final int RECENT = 10;
  private static final int WARNINGS = 100;

  /** Log events below a warning between two readings while somebody watches. */
  private static final int WATCHED_EVENTS = 500;

  private static final int EVENTS = 50;
  private static final int SEVERITY_WARN = 13;
  private static final int MAX_ROOT_BYTES = 256 * 1024;

  /** Not in the class of spans, which is loaded before the application begins. */
  private static final AtomicReferenceFieldUpdater<Captured, Captured> NEXT =
      AtomicReferenceFieldUpdater.newUpdater(Captured.class, Captured.class, "next");

  private static volatile TraceCapture current;

  private final CaptureSlots<Span> failed = new CaptureSlots<Span>(FAILED);
  private final CaptureSlots<Span> slow = new CaptureSlots<Span>(SLOW);
  private final CaptureSlots<Span> recent = new CaptureSlots<Span>(RECENT);
  private final CaptureSlots<LogEvent> warnings = new CaptureSlots<LogEvent>(WARNINGS);
  private final CaptureSlots<LogEvent> events = new CaptureSlots<LogEvent>(WATCHED_EVENTS);

  /** How long a trace of each kind must take to count as slow, in nanoseconds. */
  private final AtomicLongArray thresholds = new AtomicLongArray(KINDS);

  private final LongAdder tracesLeft = new LongAdder();
  private final LongAdder logsLeft = new LongAdder();
  private volatile int rootBytes = MAX_ROOT_BYTES;

  private TraceCapture() {
    watched(false);
  }

  /** Begins; what was begun before ends. */
  public static TraceCapture start() {
    TraceCapture capture = new TraceCapture();
    current = capture;
    return capture;
  }

  /** Keeps nothing any more. */
  public static void stop() {
    current = null;
  }

  /** Null while there is no reader. */
  static TraceCapture current() {
    return current;
  }

  // ---- for the threads of the application

  void ended(Span span, long durationNanos) {
    if (span.parent() != null) {
      add(span, span.localRoot(), span.bytes());
      return;
    }
    boolean failure = span.failed();
    boolean wanted = failure || durationNanos >= thresholds.get(kind(span.group()));
    boolean kept = wanted && (failure ? failed : slow).offer(span);
    if (!kept && !recent.offer(span)) {
      NEXT.lazySet(span, null);
      if (wanted) {
        tracesLeft.increment();
      }
    }
  }

  void logged(LogEvent event) {
    boolean warning = event.severityNumber() >= SEVERITY_WARN;
    if (!(warning ? warnings : events).offer(event)) {
      logsLeft.increment();
    }
    Span span = event.span();
    if (span != null && span.sampled()) {
      add(event, span.localRoot(), event.bytes());
    }
  }

  private void add(Captured entry, Span root, int bytes) {
    if (root.ended() || !root.sampled()) {
      return;
    }
    int held = root.held;
    if (held < 0 || held + bytes > rootBytes) {
      root.held = Math.min(held, 0) - 1;
      return;
    }
    root.held = held + bytes;
    Captured before;
    do {
      before = root.next;
      NEXT.lazySet(entry, before);
    } while (!NEXT.compareAndSet(root, before, entry));
  }

  // ---- for the reader

  /** The kind, from 0 to {@link #KINDS} - 1, of a local root with this {@link Span#group}. */
  public static int kind(String group) {
    return group == null ? 0 : (group.hashCode() ^ group.hashCode() >>> 16) & KINDS - 1;
  }

  /** Traces of a kind that take at least so many nanoseconds are kept, if there is room. */
  public void threshold(int kind, long nanos) {
    thresholds.set(kind, nanos);
  }

  /**
   * Bounds what running traces hold.
   *
   * @param bytes for all of them, about
   * @param traces how many are running
   */
  public void share(long bytes, long traces) {
    rootBytes = (int) Math.min(MAX_ROOT_BYTES, bytes / Math.max(1, traces));
  }

  /** Whether somebody looks at log events as they come. */
  public void watched(boolean now) {
    events.limit(now ? WATCHED_EVENTS : EVENTS);
  }

  /** Local roots that have ended since the last call. */
  public void drainRoots(List<Span> to) {
    failed.drain(to);
    slow.drain(to);
    recent.drain(to);
  }

  public void drainLogs(List<LogEvent> to) {
    warnings.drain(to);
    events.drain(to);
  }

  /**
   * Takes what belongs to a trace from its local root, which then holds none of it.
   *
   * @param spans gets those that ended before the root, in any order
   * @param logs gets what was logged, in any order
   * @return how many entries were left out
   */
  public static int take(Span root, List<Span> spans, List<LogEvent> logs) {
    for (Captured each = NEXT.getAndSet(root, null); each != null; ) {
      if (each instanceof Span) {
        spans.add((Span) each);
      } else {
        logs.add((LogEvent) each);
      }
      each = NEXT.getAndSet(each, null);
    }
    return Math.max(0, -root.held);
  }

  /** Traces that failed or were slow and found no room, since the start. */
  public long tracesLeft() {
    return tracesLeft.sum();
  }

  /** Log events that found no room, since the start. */
  public long logsLeft() {
    return logsLeft.sum();
  }
}
