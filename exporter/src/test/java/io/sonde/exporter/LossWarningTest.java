package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class LossWarningTest {
  @Test
  void eachWayIsToldOnce() throws Exception {
    assertEquals(
        List.of(
            "[sonde] WARN rejecting: 3 records rejected (HTTP 400)",
            "[sonde] WARN failing: 5 records dropped (the agent failed at them)",
            "[sonde] WARN slow: 4 records dropped (the queue of logs was full)"),
        Story.lines(Losses.class).stream().filter(line -> line.contains(" records ")).toList());
  }

  static final class Losses {
    public static void main(String[] args) throws Exception {
      run("rejecting", 5, 10, () -> ExportResult.rejected(3, "HTTP 400"));
      run("failing", 5, 10, () -> ExportResult.failed(3));
      run("slow", 20, 20, ExportResult::delivered);
      // The warning of the outage is the only one.
      run("lost", 20, 5, () -> ExportResult.retry(0, "HTTP 503"));
    }

    /** The queue holds 16. What comes at first finds the answer twice, what comes then is taken. */
    private static void run(String name, int first, int then, Callable<ExportResult> answer)
        throws InterruptedException {
      Ledger ledger = new Ledger(name, "logs");
      ScriptedExporter<Integer> exporter =
          new ScriptedExporter<Integer>().then(answer).then(answer);
      ExportWorker<Integer> worker = new ExportWorker<>(ledger, 16, 1 << 20, 3, 1);
      offer(worker, first);
      worker.start(exporter);
      Await.until(() -> ledger.snapshot().queued() == 0);
      offer(worker, then);
      Await.until(() -> ledger.snapshot().queued() == 0);
      worker.close(System.nanoTime() + 30_000_000_000L);
    }

    private static void offer(ExportWorker<Integer> worker, int records) {
      for (int i = 0; i < records; i++) {
        worker.offer(i, 1);
      }
    }
  }
}
