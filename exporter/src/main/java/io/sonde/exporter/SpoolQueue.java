package io.sonde.exporter;

import io.sonde.bootstrap.AgentLog;
import io.sonde.exporter.spool.Spool;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What waits on disk for one destination, in the account of it: records that are spooled are
 * queued, and those that a former process left are produced when they are found. For one thread.
 */
final class SpoolQueue<T> {
  /**
   * Of a request that is kept, whatever the destination takes: one is lost with its file, and read
   * at once.
   */
  private static final int MAX_REQUEST = 256 * 1024;

  private final SpoolableExporter<T> exporter;
  private final Ledger ledger;
  private final LossWarning failed;
  private final String name;
  private final Spool spool;
  private boolean off;
  private boolean damageTold;
  private long kept;

  /** That the oldest request got, none of them the last. */
  private int answers;

  /**
   * @param failed told of records that the agent fails at
   */
  SpoolQueue(
      SpoolableExporter<T> exporter,
      Ledger ledger,
      LossWarning failed,
      String directory,
      long maxBytes)
      throws IOException {
    this.exporter = exporter;
    this.ledger = ledger;
    this.failed = failed;
    name = ledger.destination() + "-" + ledger.signal();
    spool = new Spool(Paths.get(directory), name, exporter.format(), maxBytes);
    if (!spool.isEmpty()) {
      AgentLog.info(name + ": " + spool.records() + " records of a former process in the spool");
      ledger.accepted(spool.records());
    }
  }

  boolean isEmpty() {
    return spool.isEmpty();
  }

  /** How many requests were put into it. */
  long kept() {
    return kept;
  }

  /** Of the oldest request, of which there must be one. */
  int oldestRecords() {
    return spool.oldestRecords();
  }

  /**
   * Puts a batch behind what is there, in as many requests as it takes.
   *
   * @return how many of its records that was done with, from the first on
   */
  int keep(List<T> batch) {
    int size = batch.size();
    int from = 0;
    for (int count = size; from < size && !off; ) {
      int to = Math.min(size, from + count);
      try {
        SpoolableExporter.Request request = exporter.encode(batch, from, to);
        if (to - from > 1 && (request.length() > MAX_REQUEST || !request.small())) {
          count = (to - from) / 2;
        } else if (request.records() == 0 || append(request)) {
          ledger.delivered(request.delivered());
          failed(to - from - request.records() - request.delivered());
          from = to;
        }
      } catch (Throwable t) {
        // Out of memory on the way; what was kept before stays as it is.
        failed(to - from);
        from = to;
      }
    }
    return from;
  }

  private void failed(int records) {
    ledger.dropped(DropReason.FAILED, records);
    failed.lost(records);
  }

  private boolean append(SpoolableExporter.Request request) {
    if (!spool.holds(request.length())) {
      ledger.dropped(DropReason.SPOOL_FULL, request.records());
      return true;
    }
    while (!spool.hasRoom(request.length())) {
      removeOldest(DropReason.SPOOL_FULL);
    }
    try {
      spool.append(request.octets(), request.length(), request.records());
      kept++;
      return true;
    } catch (IOException e) {
      off = true;
      AgentLog.warn(name + ": the spool is off", e);
      return false;
    }
  }

  /** The oldest request; one that cannot be read is dropped for it, and null. */
  byte[] oldest() {
    byte[] request = spool.oldest();
    if (request == null) {
      if (!damageTold) {
        damageTold = true;
        AgentLog.warn(name + ": a request in the spool is broken off, or of other settings");
      }
      removeOldest(DropReason.FAILED);
    }
    return request;
  }

  /** Sends what {@link #oldest} returned, which stays where it is. */
  Callable<ExportResult> sending(final byte[] request) {
    return new Callable<ExportResult>() {
      @Override
      public ExportResult call() throws IOException {
        return exporter.resend(request, request.length, spool.oldestRecords());
      }
    };
  }

  /** Whether the oldest request has been answered that it may come later as often as it may be. */
  boolean answeredOften() {
    return ++answers == Worker.MAX_ATTEMPTS;
  }

  /** Forgets the oldest request, whose records are settled. */
  void removeOldest() {
    spool.removeOldest();
    answers = 0;
  }

  void removeOldest(DropReason reason) {
    ledger.dropped(reason, spool.oldestRecords());
    removeOldest();
  }

  void close() {
    spool.close();
  }
}
