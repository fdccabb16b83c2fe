package io.sonde.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.MetricSource;
import io.sonde.exporter.prometheus.Exposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApplicationMetricsTest {
  private static ApplicationMetrics metrics(MetricSource source) {
    return new ApplicationMetrics(new Exposition(source, Set.of(), false));
  }

  @Test
  void whatFailsIsNoPageAndTheNextIsOne() {
    AtomicInteger calls = new AtomicInteger();
    ApplicationMetrics metrics =
        metrics(
            () -> {
              if (calls.incrementAndGet() <= 2) {
                throw new IllegalStateException("no metrics");
              }
              return List.of();
            });
    assertNull(metrics.page(null, null));
    assertNull(metrics.page(null, null));
    assertNotNull(metrics.page(null, null));
  }

  /** The threads of the application are not held by metrics that do not come. */
  @Test
  void aFloodWaitsForNothing() throws Exception {
    CountDownLatch collecting = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    ApplicationMetrics metrics =
        metrics(
            () -> {
              calls.incrementAndGet();
              collecting.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return List.of();
            });
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<?> first = threads.submit(() -> assertNotNull(metrics.page(null, null)));
      collecting.await();
      List<Future<?>> flood = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        flood.add(threads.submit(() -> assertNull(metrics.page(null, null))));
      }
      for (Future<?> each : flood) {
        each.get();
      }
      go.countDown();
      first.get();
      assertEquals(1, calls.get());
    } finally {
      go.countDown();
      threads.shutdownNow();
    }
  }

  /** An application that interrupts its threads finds them interrupted. */
  @Test
  void anInterruptStays() {
    ApplicationMetrics metrics = metrics(List::of);
    Thread.currentThread().interrupt();
    assertNull(metrics.page(null, null));
    assertTrue(Thread.interrupted());
    assertNotNull(metrics.page(null, null));
  }
}
