package io.sonde.exporter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as told, then takes everything. */
final class ScriptedExporter<T> implements BatchExporter<T> {
  final Queue<Callable<ExportResult>> script = new ArrayDeque<>();
  final List<T> received = new ArrayList<>();
  final AtomicInteger attempts = new AtomicInteger();
  final AtomicBoolean closed = new AtomicBoolean();
  volatile int largestBatch;
  volatile boolean refusing;

  ScriptedExporter<T> then(Callable<ExportResult> answer) {
    script.add(answer);
    return this;
  }

  ScriptedExporter<T> thenThrow(Throwable thrown) {
    return then(
        () -> {
          ScriptedExporter.<RuntimeException>sneak(thrown);
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public ExportResult export(List<T> batch) throws Exception {
    attempts.incrementAndGet();
    largestBatch = Math.max(largestBatch, batch.size());
    if (refusing) {
      throw new java.net.ConnectException("Connection refused");
    }
    Callable<ExportResult> answer = script.poll();
    ExportResult result = answer == null ? ExportResult.delivered() : answer.call();
    if (!result.retryable()) {
      synchronized (received) {
        received.addAll(batch);
      }
    }
    return result;
  }

  List<T> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
