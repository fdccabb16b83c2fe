package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceCaptureTest {
  private static final class TestSpan extends Span {
    private final String group;
    private Object held = new Object();

    TestSpan(Span parent, String group) {
      super(SERVER, parent, null, null);
      this.group = group;
    }

    @Override
    public String group() {
      return group;
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  private final List<Span> roots = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<LogEvent> logs = new ArrayList<>();
  private TraceCapture capture;

  @BeforeEach
  void start() {
    capture = TraceCapture.start();
  }

  @AfterEach
  void stop() {
    TraceCapture.stop();
  }

  private static LogEvent event(Span span, int severity, String message) {
    return new LogEvent(1, severity, "INFO", "l", "t", message, null, null, span);
  }

  private static TestSpan trace(int children, boolean failed) {
    TestSpan root = new TestSpan(null, "/x");
    for (int i = 0; i < children; i++) {
      new TestSpan(root, null).end();
    }
    if (failed) {
      root.fail();
    }
    root.end();
    return root;
  }

  @Test
  void aTraceHasWhatEndedWithinIt() throws InterruptedException {
    TestSpan root = new TestSpan(null, "/x");
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int n = 0; n < 50; n++) {
                  TestSpan child = new TestSpan(root, null);
                  new TestSpan(child, null).end();
                  child.end();
                }
              });
      thread.start();
      threads.add(thread);
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    TestSpan child = new TestSpan(root, null);
    Telemetry.log(event(child, 9, "within"));
    root.end();
    child.end();
    Telemetry.log(event(child, 9, "too late"));
    capture.drainRoots(roots);
    assertEquals(List.of(root), roots);
    assertEquals(0, TraceCapture.take(root, spans, logs));
    assertEquals(400, spans.size());
    assertEquals(1, logs.size());
    TraceCapture.take(root, spans, logs);
    assertEquals(400, spans.size());
    capture.drainLogs(logs);
    assertEquals(3, logs.size());
  }

  @Test
  void aLongTraceIsCut() {
    TestSpan root = trace(5000, true);
    capture.drainRoots(roots);
    int left = TraceCapture.take(root, spans, logs);
    assertEquals(5000, left + spans.size());
    assertTrue(spans.size() <= 1024, spans.size() + " are held");
    capture.share(100_000, 100);
    root = trace(50, true);
    spans.clear();
    assertEquals(47, TraceCapture.take(root, spans, logs));
  }

  @Test
  void whatIsTooMuchIsLeftAndCounted() {
    for (int i = 0; i < 1000; i++) {
      trace(1, true);
    }
    capture.drainRoots(roots);
    assertEquals(50, roots.size());
    assertEquals(950, capture.tracesLeft());
    for (int i = 0; i < 1000; i++) {
      Telemetry.log(event(null, i % 2 == 0 ? 9 : 17, "x"));
    }
    capture.drainLogs(logs);
    assertEquals(150, logs.size());
    assertEquals(850, capture.logsLeft());
    capture.watched(true);
    for (int i = 0; i < 1000; i++) {
      Telemetry.log(event(null, 9, "x"));
    }
    logs.clear();
    capture.drainLogs(logs);
    assertEquals(500, logs.size());
  }

  /** What is fast is not kept once the slow ones are known, but for a few. */
  @Test
  void thresholds() {
    capture.threshold(TraceCapture.kind("/x"), Long.MAX_VALUE);
    for (int i = 0; i < 100; i++) {
      trace(1, false);
    }
    capture.drainRoots(roots);
    assertEquals(10, roots.size());
    assertEquals(0, capture.tracesLeft());
  }

  @Test
  void nothingIsHeldOfWhatIsNotKept() {
    capture.threshold(TraceCapture.kind("/x"), Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      trace(0, false);
    }
    TestSpan root = new TestSpan(null, "/x");
    TestSpan child = new TestSpan(root, null);
    WeakReference<Object> held = new WeakReference<>(child.held);
    child.end();
    child = null;
    root.end();
    for (int i = 0; held.get() != null && i < 50; i++) {
      System.gc();
    }
    assertNull(held.get());
    assertTrue(root.ended());
  }

  @Test
  void nothingWithoutAReader() {
    TraceCapture.stop();
    TestSpan root = trace(3, true);
    Telemetry.log(event(root, 17, "x"));
    assertNull(TraceCapture.current());
    capture.drainRoots(roots);
    capture.drainLogs(logs);
    assertFalse(roots.contains(root) || !logs.isEmpty());
    TraceCapture.take(root, spans, logs);
    assertTrue(spans.isEmpty());
  }
}
