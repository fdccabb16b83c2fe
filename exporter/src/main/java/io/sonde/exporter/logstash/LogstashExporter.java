package io.sonde.exporter.logstash;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.lines.LogLine;
import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.TcpTarget;
import io.sonde.exporter.net.Wire;
import java.io.IOException;
import java.util.List;

/**
 * Writes log records as lines. Delivered is what was written to a connection that has not ended
 * since, which the first lines of each wait a moment for: a peer that speaks another protocol, or
 * TLS where we do not, tells then, and its records are not lost in silence. What was written
 * shortly before a connection ended is sent again: at least once.
 */
public final class LogstashExporter implements SpoolableExporter<LogEvent> {
  /** Bytes written at once; a line is begun below. */
  private static final int FULL = 256 * 1024;

  /** A receiver that is busy may leave so long unread what it would throw away with a reset. */
  private static final long MOMENT_NANOS = 2_000_000_000L;

  private static final int PROOF_MILLIS = 300;
  private static final int FAREWELL_MILLIS = 1000;
  private static final byte[] NONE = {};

  private final TcpTarget target;
  private final LogLine line;
  private final OctetWriter out = new OctetWriter(16 * 1024);
  private final Unconfirmed unconfirmed;
  private Wire wire;
  private boolean proven;

  public LogstashExporter(TcpTarget target, LogLine line) {
    this(target, line, MOMENT_NANOS);
  }

  LogstashExporter(TcpTarget target, LogLine line, long momentNanos) {
    this.target = target;
    this.line = line;
    unconfirmed = new Unconfirmed(momentNanos);
  }

  @Override
  public ExportResult export(List<LogEvent> batch) throws IOException {
    Deadline deadline = new Deadline(target.timeoutMillis());
    boolean written = false;
    try {
      connect(deadline);
      out.reset(); // of what was encoded to be kept
      ExportResult result = write(batch, deadline);
      written = true;
      return result;
    } finally {
      out.reset();
      if (!written) {
        disconnect();
      }
    }
  }

  /** Lines are lines, whatever is in them. */
  @Override
  public String format() {
    return "lines";
  }

  @Override
  public Request encode(List<LogEvent> batch, int from, int to) {
    out.reset();
    int records = 0;
    for (int i = from; i < to; i++) {
      records += encode(batch.get(i)) ? 1 : 0;
    }
    return new Request(out.buffer(), out.size(), records);
  }

  @Override
  public ExportResult resend(byte[] octets, int length, int records) throws IOException {
    Deadline deadline = new Deadline(target.timeoutMillis());
    boolean written = false;
    try {
      connect(deadline);
      out.reset();
      out.rawBytes(octets, 0, length);
      flush(deadline);
      written = true;
      return ExportResult.delivered();
    } finally {
      out.reset();
      if (!written) {
        disconnect();
      }
    }
  }

  /** Waits for the peer to have read everything, as far as it tells in time. */
  @Override
  public void close() {
    boolean again = wire == null || !farewell();
    disconnect();
    if (again && !unconfirmed.isEmpty()) {
      try {
        connect(new Deadline(FAREWELL_MILLIS));
        again = !farewell();
      } catch (IOException e) {
        // Told below.
      }
      disconnect();
      if (again) {
        AgentLog.warn("logstash: what was written just before the connection broke may be lost");
      }
    }
  }

  /**
   * Has a connection that is not known to have ended, and on it what the last one may have lost.
   */
  private void connect(Deadline deadline) throws IOException {
    if (wire != null) {
      try {
        wire.listen(0);
        unconfirmed.alive();
        return;
      } catch (IOException e) {
        disconnect();
        if (!unconfirmed.isEmpty()) {
          throw e;
        }
        // It was idle: nothing is wrong with a peer that gives such connections up.
      }
    }
    wire = target.open(deadline);
    proven = false;
    unconfirmed.writeAgain(wire, deadline);
  }

  private ExportResult write(List<LogEvent> batch, Deadline deadline) throws IOException {
    int failed = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (!encode(batch.get(i))) {
        failed++;
      }
      if (out.size() > FULL || i == batch.size() - 1) {
        flush(deadline);
      }
    }
    return ExportResult.failed(failed);
  }

  /** False when the record cannot be written; it costs itself. */
  private boolean encode(LogEvent event) {
    int before = out.size();
    try {
      line.write(out, event);
      out.rawByte('\n');
      return true;
    } catch (Throwable ignored) {
      out.truncate(before);
      return false;
    }
  }

  private void flush(Deadline deadline) throws IOException {
    wire.write(NONE, 0, out.buffer(), 0, out.size(), deadline);
    if (!proven) {
      wire.listen(PROOF_MILLIS);
      proven = true;
    }
    unconfirmed.written(out);
    out.reset();
  }

  /** False if the peer may have thrown away something. */
  private boolean farewell() {
    try {
      wire.listen(0);
      wire.finish(new Deadline(FAREWELL_MILLIS));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void disconnect() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }
}
