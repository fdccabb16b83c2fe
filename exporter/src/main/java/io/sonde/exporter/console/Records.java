package io.sonde.exporter.console;

import io.sonde.bootstrap.TraceCapture;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.bootstrap.metrics.UpDownCounter;
import java.util.List;

/** The traces and log events that are kept, and those that are running. */
final class Records {
  final TraceStore traces;
  final LogStore logs;
  private final TraceCapture capture;
  private final long runningBytes;

  /** What came with the last {@link #fill}. */
  List<StoredTrace> newTraces;

  List<byte[]> newLogs;

  /**
   * @param maxBytes for all of it
   */
  Records(TraceCapture capture, long maxBytes) {
    this.capture = capture;
    traces = new TraceStore(maxBytes / 2);
    logs = new LogStore(maxBytes / 3);
    runningBytes = maxBytes / 6;
  }

  void fill(boolean watched) {
    capture.watched(watched);
    long running = 0;
    for (UpDownCounter.Series series : Metrics.HTTP_SERVER_ACTIVE.all()) {
      running += series.sum();
    }
    capture.share(runningBytes, running);
    newTraces = traces.fill(capture, System.currentTimeMillis());
    newLogs = logs.fill(capture);
  }

  long tracesLeft() {
    return capture.tracesLeft();
  }

  long logsLeft() {
    return capture.logsLeft();
  }
}
