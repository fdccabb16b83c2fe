package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.GeneralKeys;
import io.sonde.agent.config.Key;
import io.sonde.agent.config.LogKeys;
import io.sonde.agent.config.TraceKeys;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Telemetry;
import io.sonde.exporter.ExportWorker;
import io.sonde.exporter.Ledger;
import java.util.List;

/**
 * The queues of spans and logs, one for each destination. Made in premain, so that nothing is lost
 * of what happens before the exporters are there.
 */
final class Pipeline implements Telemetry.Sink {
  final ExportWorker<Span>[] spans;
  final ExportWorker<LogEvent>[] logs;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Pipeline(Config config) {
    List<String> spanNames = config.get(TraceKeys.EXPORTER);
    spans = new ExportWorker[spanNames.size()];
    for (int i = 0; i < spans.length; i++) {
      spans[i] =
          worker(
              new Ledger(spanNames.get(i), "traces"),
              config,
              TraceKeys.QUEUE_SIZE,
              TraceKeys.BATCH_SIZE,
              TraceKeys.BATCH_DELAY);
    }
    List<String> logNames = config.get(LogKeys.EXPORTER);
    logs = new ExportWorker[logNames.size()];
    for (int i = 0; i < logs.length; i++) {
      logs[i] =
          worker(
              new Ledger(logNames.get(i), "logs"),
              config,
              LogKeys.QUEUE_SIZE,
              LogKeys.BATCH_SIZE,
              LogKeys.BATCH_DELAY);
    }
  }

  private static <T> ExportWorker<T> worker(
      Ledger ledger,
      Config config,
      Key<Integer> queueSize,
      Key<Integer> batchSize,
      Key<Long> delay) {
    return new ExportWorker<T>(
        ledger,
        config.get(queueSize),
        config.get(GeneralKeys.QUEUE_MAX_BYTES),
        config.get(batchSize),
        config.get(delay));
  }

  /** Has all queues drop what comes, or take it again. */
  void shed(boolean now) {
    for (ExportWorker<Span> worker : spans) {
      worker.shed(now);
    }
    for (ExportWorker<LogEvent> worker : logs) {
      worker.shed(now);
    }
  }

  @Override
  public void spanEnded(Span span) {
    int bytes = span.bytes();
    for (ExportWorker<Span> worker : spans) {
      worker.offer(span, bytes);
    }
  }

  @Override
  public void logged(LogEvent event) {
    int bytes = event.bytes();
    for (ExportWorker<LogEvent> worker : logs) {
      worker.offer(event, bytes);
    }
  }
}
