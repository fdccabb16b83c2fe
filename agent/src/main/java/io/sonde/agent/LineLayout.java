package io.sonde.agent;

import io.sonde.agent.config.Config;
import io.sonde.agent.config.ResourceAttributes;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.LogLayout;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.lines.LogLine;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lines for the application's own output, made on its threads. The writers are shared by all of
 * them, for threads may be many and short-lived. Thread safe.
 */
final class LineLayout implements LogLayout.Format {
  private static final int WRITERS = 8;

  /** The largest buffer that is kept. */
  private static final int KEEP = 64 * 1024;

  private final LineFormat format;
  private final Config config;
  private final String version;
  private final AtomicReferenceArray<Writer> idle = new AtomicReferenceArray<Writer>(WRITERS);

  /** What it takes to find out is not for premain. */
  private volatile Map<String, Object> resource;

  LineLayout(LineFormat format, Config config, String version) {
    this.format = format;
    this.config = config;
    this.version = version;
  }

  @Override
  public byte[] line(LogEvent event) {
    Writer writer = take();
    writer.out.reset();
    writer.line.write(writer.out, event);
    writer.out.rawByte('\n');
    byte[] line = writer.out.toByteArray();
    give(writer);
    return line;
  }

  private Writer take() {
    for (int i = 0; i < WRITERS; i++) {
      if (idle.get(i) != null) {
        Writer writer = idle.getAndSet(i, null);
        if (writer != null) {
          return writer;
        }
      }
    }
    return new Writer(format.line(resource()));
  }

  private void give(Writer writer) {
    if (writer.out.buffer().length > KEEP) {
      return;
    }
    for (int i = 0; i < WRITERS; i++) {
      if (idle.compareAndSet(i, null, writer)) {
        return;
      }
    }
  }

  private Map<String, Object> resource() {
    Map<String, Object> known = resource;
    if (known == null) {
      known = ResourceAttributes.of(config, version);
      resource = known;
    }
    return known;
  }

  private static final class Writer {
    final LogLine line;
    final OctetWriter out = new OctetWriter(1024);

    Writer(LogLine line) {
      this.line = line;
    }
  }
}
