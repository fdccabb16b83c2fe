package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicMetricWorkerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Ledger ledger = new Ledger("test", "metrics");
  private final AtomicInteger readings = new AtomicInteger();
  private final ScriptedExporter<MetricData> exporter = new ScriptedExporter<>();
  private final MetricSource source =
      () ->
          List.of(
              ImmutableMetricData.createDoubleGauge(
                  Resource.empty(),
                  InstrumentationScopeInfo.empty(),
                  "reading." + readings.incrementAndGet(),
                  "",
                  "",
                  ImmutableGaugeData.empty()));

  @Test
  void readsAtTheIntervalAndOnceAtTheEnd() throws Exception {
    PeriodicMetricWorker worker = new PeriodicMetricWorker(ledger, source, 50);
    worker.start(exporter);
    Await.until(() -> ledger.snapshot().delivered() >= 3);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals("reading." + readings.get(), last());
    assertTrue(exporter.closed.get());
  }

  @Test
  void theEndIsReadEvenWhenNoIntervalPassed() {
    PeriodicMetricWorker worker = new PeriodicMetricWorker(ledger, source, 3_600_000);
    worker.start(exporter);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals("reading.1", last());
  }

  @Test
  void anOldReadingGivesWayToANewOne() throws Exception {
    exporter.refusing = true;
    PeriodicMetricWorker worker = new PeriodicMetricWorker(ledger, source, 100);
    worker.start(exporter);
    Await.until(() -> readings.get() >= 4);
    exporter.refusing = false;
    Await.until(() -> ledger.snapshot().delivered() > 0);
    worker.close(System.nanoTime() + 30 * SECOND);
    Ledger.Snapshot account = ledger.snapshot();
    assertTrue(account.dropped(DropReason.RETRIES_EXHAUSTED) >= 3);
    assertEquals(0, account.queued());
    assertEquals(account.delivered(), exporter.received().size());
  }

  @Test
  void aSourceThatThrowsIsReadAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    PeriodicMetricWorker worker =
        new PeriodicMetricWorker(
            ledger,
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("gone");
              }
              return source.collect();
            },
            10);
    worker.start(exporter);
    Await.until(() -> ledger.snapshot().delivered() > 0);
    worker.close(System.nanoTime() + 30 * SECOND);
  }

  private String last() {
    List<MetricData> received = exporter.received();
    return received.get(received.size() - 1).getName();
  }
}
