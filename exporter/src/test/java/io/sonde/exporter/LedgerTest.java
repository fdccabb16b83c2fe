package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger("test", "logs");

  @Test
  void whatWasRefusedWasNeverQueued() {
    ledger.accepted(10);
    ledger.refused(DropReason.QUEUE_FULL);
    ledger.delivered(4);
    ledger.dropped(DropReason.REJECTED, 1);
    Ledger.Snapshot account = ledger.snapshot();
    assertEquals(11, account.produced());
    assertEquals(4, account.delivered());
    assertEquals(1, account.dropped(DropReason.QUEUE_FULL));
    assertEquals(1, account.dropped(DropReason.REJECTED));
    assertEquals(5, account.queued());
  }

  /** What was dropped for the end of the JVM is lost by it, what was dropped before is not. */
  @Test
  void unsentIsWhatTheEndCosts() {
    ledger.accepted(10);
    assertEquals(10, ledger.unsent());
    ledger.delivered(4);
    ledger.dropped(DropReason.REJECTED, 1);
    ledger.refused(DropReason.QUEUE_FULL);
    ledger.refused(DropReason.SHUTDOWN);
    assertEquals(5, ledger.unsent());
    ledger.dropped(DropReason.SHUTDOWN, 3);
    assertEquals(5, ledger.unsent());
    ledger.delivered(2);
    assertEquals(3, ledger.unsent());
  }

  @Test
  void unsentCountsWhatIsQueued() {
    RecordQueue<String> queue = new RecordQueue<>(2, 1_000, ledger);
    assertTrue(queue.offer("a", 1));
    assertFalse(queue.offer("larger than all", 1_001));
    assertEquals(1, ledger.unsent());
  }

  /** At most one batch is under way; a reader that mixes two moments sees two. */
  @Test
  void aSnapshotDoesNotMixMoments() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Thread worker =
        new Thread(
            () -> {
              while (!stop.get()) {
                ledger.accepted(10);
                spin(2_000);
                ledger.delivered(10);
                spin(2_000);
              }
            });
    worker.start();
    try {
      long produced = 0;
      for (int i = 0; i < 1_000_000; i++) {
        Ledger.Snapshot account = ledger.snapshot();
        assertTrue(account.queued() == 0 || account.queued() == 10, "queued " + account.queued());
        assertTrue(account.produced() >= produced);
        produced = account.produced();
        assertEquals(produced, account.delivered() + account.queued());
      }
    } finally {
      stop.set(true);
      worker.join();
    }
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
