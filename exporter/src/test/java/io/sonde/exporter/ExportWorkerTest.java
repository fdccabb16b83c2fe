package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportWorkerTest {
  private static final long NEVER = 3_600_000;
  private static final long SECOND = 1_000_000_000L;

  private final Ledger ledger = new Ledger("test", "logs");
  private final ScriptedExporter<Integer> exporter = new ScriptedExporter<>();
  private ExportWorker<Integer> worker;

  private ExportWorker<Integer> worker(int records, long bytes, int batch, long delay) {
    worker = new ExportWorker<>(ledger, records, bytes, batch, delay);
    return worker;
  }

  @AfterEach
  void close() {
    worker.close(System.nanoTime());
  }

  private void offerAll(int records) {
    IntStream.range(0, records).forEach(i -> worker.offer(i, 1));
  }

  private void awaitQueued(long records) throws InterruptedException {
    Await.until(() -> ledger.snapshot().queued() == records);
  }

  @Test
  void recordsOfferedBeforeTheStartAreDeliveredInOrder() throws Exception {
    worker(1024, 1 << 20, 100, 10);
    offerAll(250);
    worker.start(exporter);
    awaitQueued(0);
    assertEquals(IntStream.range(0, 250).boxed().toList(), exporter.received());
    assertEquals(100, exporter.largestBatch);
  }

  @Test
  void aFullBatchDoesNotWaitForTheDelay() throws Exception {
    worker(1024, 1 << 20, 100, NEVER).start(exporter);
    offerAll(100);
    awaitQueued(0);
  }

  @Test
  void halfOfTheBytesDoNotWaitForTheDelay() throws Exception {
    worker(1024, 1000, 100, NEVER).start(exporter);
    worker.offer(1, 501);
    awaitQueued(0);
  }

  @Test
  void boundInRecords() {
    worker(16, 1000, 10, NEVER);
    offerAll(20);
    assertEquals(16, ledger.snapshot().queued());
    assertEquals(4, ledger.snapshot().dropped(DropReason.QUEUE_FULL));
  }

  @Test
  void boundInBytes() {
    worker(16, 1000, 10, NEVER);
    assertTrue(worker.offer(1, 600));
    assertFalse(worker.offer(2, 600));
    assertTrue(worker.offer(3, 400));
    assertFalse(worker.offer(4, 1));
    assertEquals(2, ledger.snapshot().dropped(DropReason.QUEUE_BYTES));
  }

  @Test
  void bytesComeBackWhenTheBatchIsSettledAndNotBefore() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    exporter.then(
        () -> {
          sending.countDown();
          answer.await();
          return ExportResult.delivered();
        });
    worker(16, 1000, 1, 1).start(exporter);
    worker.offer(1, 1000);
    sending.await();
    assertFalse(worker.offer(2, 1));
    answer.countDown();
    awaitQueued(0);
    Await.until(() -> worker.offer(3, 1000));
    awaitQueued(0);
  }

  @Test
  void whatTheExporterFailedAtIsTold() throws Exception {
    exporter.then(() -> ExportResult.rejected(2, "HTTP 400").and(ExportResult.failed(3)));
    worker(128, 1 << 20, 64, 5).start(exporter);
    offerAll(10);
    awaitQueued(0);
    Ledger.Snapshot account = ledger.snapshot();
    assertEquals(5, account.delivered());
    assertEquals(2, account.dropped(DropReason.REJECTED));
    assertEquals(3, account.dropped(DropReason.FAILED));
  }

  @Test
  void noErrorEndsTheWorker() throws Exception {
    List<Throwable> errors =
        List.of(
            new OutOfMemoryError("test"),
            new NoClassDefFoundError("gone"),
            new InterruptedException());
    errors.forEach(exporter::thenThrow);
    exporter.then(
        () -> {
          Thread.currentThread().interrupt();
          return ExportResult.delivered();
        });
    exporter.then(
        () -> Thread.interrupted() ? ExportResult.retry(0, "") : ExportResult.delivered());
    worker(128, 1 << 20, 64, 5).start(exporter);
    offerAll(10);
    awaitQueued(0);
    worker.offer(11, 1);
    awaitQueued(0);
    assertEquals(11, exporter.received().size());
    assertEquals(5, exporter.attempts.get());
  }

  @Test
  void nothingIsSentBeforeTheDestinationAllowsIt() throws Exception {
    AtomicReference<Long> refused = new AtomicReference<>();
    exporter.then(
        () -> {
          refused.set(System.nanoTime());
          return ExportResult.retry(2500, "HTTP 429");
        });
    worker(128, 1 << 20, 64, 5).start(exporter);
    offerAll(10);
    awaitQueued(0);
    assertTrue(System.nanoTime() - refused.get() >= 2500L * 1_000_000);
    assertEquals(10, ledger.snapshot().delivered());
  }

  @Test
  void rejectedRecordsAreCountedAndNotSentAgain() throws Exception {
    exporter.then(() -> ExportResult.rejected(3, "HTTP 400"));
    worker(128, 1 << 20, 64, 5).start(exporter);
    offerAll(10);
    awaitQueued(0);
    Ledger.Snapshot account = ledger.snapshot();
    assertEquals(3, account.dropped(DropReason.REJECTED));
    assertEquals(7, account.delivered());
    assertEquals(1, exporter.attempts.get());
  }

  @Test
  void closeDeliversWhatIsQueued() {
    worker(1024, 1 << 20, 100, NEVER).start(exporter);
    offerAll(99);
    worker.close(System.nanoTime() + 30 * SECOND);
    assertEquals(99, exporter.received().size());
    assertTrue(exporter.closed.get());
    assertFalse(worker.offer(1, 1));
    assertEquals(1, ledger.snapshot().dropped(DropReason.SHUTDOWN));
    assertEquals(0, ledger.snapshot().queued());
  }

  @Test
  void closeDuringAnOutageTriesOnceMoreAtOnce() throws Exception {
    exporter.refusing = true;
    worker(1024, 1 << 20, 100, 1).start(exporter);
    offerAll(250);
    // The wait after the third is two seconds at least.
    Await.until(() -> exporter.attempts.get() == 3);
    exporter.refusing = false;
    worker.close(System.nanoTime() + 19 * SECOND / 10);
    assertEquals(250, exporter.received().size());
    assertEquals(250, ledger.snapshot().delivered());
  }

  @Test
  void closeWithoutTheDestinationEndsAtTheDeadlineAndAccountsForAll() throws Exception {
    exporter.refusing = true;
    worker(1024, 1 << 20, 100, 1).start(exporter);
    offerAll(250);
    Await.until(() -> exporter.attempts.get() > 0);
    worker.close(System.nanoTime() + SECOND);
    Await.until(exporter.closed::get);
    assertEquals(250, ledger.snapshot().dropped(DropReason.SHUTDOWN));
    assertEquals(0, ledger.snapshot().queued());
  }

  @Test
  void closeBeforeTheStartAccountsForAll() {
    worker(1024, 1 << 20, 100, 1);
    offerAll(5);
    worker.close(System.nanoTime() + SECOND);
    assertEquals(5, ledger.snapshot().dropped(DropReason.SHUTDOWN));
    worker.start(exporter);
    assertTrue(exporter.closed.get());
  }

  /** Eight threads, a small queue, a destination that comes and goes; read all the while. */
  @Test
  void theAccountHoldsAtEveryMoment() throws Exception {
    int threads = 8;
    int each = 100_000;
    exporter
        .then(ExportResult::delivered)
        .thenThrow(new ConnectException("Connection refused"))
        .then(ExportResult::delivered)
        .then(() -> ExportResult.retry(0, "HTTP 503"))
        .thenThrow(new OutOfMemoryError("test"))
        .then(() -> ExportResult.rejected(2, "HTTP 400"));
    worker(64, 500, 16, 1).start(exporter);
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  worker.offer(i, 5 + i % 10);
                }
              });
      producers.add(producer);
      producer.start();
    }
    long produced = 0;
    while (producers.stream().anyMatch(Thread::isAlive)) {
      Ledger.Snapshot account = ledger.snapshot();
      assertTrue(account.queued() >= 0, "queued " + account.queued());
      assertTrue(account.queued() <= 64 + 16, "queued " + account.queued());
      assertTrue(account.produced() >= produced);
      produced = account.produced();
      balanced(account);
    }
    awaitQueued(0);
    worker.close(System.nanoTime() + 30 * SECOND);
    Ledger.Snapshot account = ledger.snapshot();
    balanced(account);
    assertEquals((long) threads * each, account.produced());
    assertEquals(2, account.dropped(DropReason.REJECTED));
    assertEquals(exporter.received().size() - 2, account.delivered());
    assertEquals(0, account.dropped(DropReason.SHUTDOWN));
  }

  private static void balanced(Ledger.Snapshot account) {
    long dropped = 0;
    for (DropReason reason : DropReason.values()) {
      dropped += account.dropped(reason);
    }
    assertEquals(account.produced(), account.delivered() + dropped + account.queued());
  }
}
