package io.sonde.exporter.elasticsearch;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.lines.LogLine;
import java.util.List;

/** The open documents, each behind a line that says what to do with it. Not thread safe. */
final class BulkEncoder implements BatchEncoder<LogEvent> {
  private static final long MILLI = 1_000_000L;

  private final Documents<LogEvent> documents;
  private final LogLine line;
  private final IndexName index;
  private final long process;

  /**
   * @param index null where the URL names the target
   * @param process of ids: no other process may have the same
   */
  BulkEncoder(Documents<LogEvent> documents, LogLine line, IndexName index, long process) {
    this.documents = documents;
    this.line = line;
    this.index = index;
    this.process = process;
  }

  @Override
  public int encode(List<LogEvent> open, int from, int to, ProtoWriter out) {
    documents.beginRequest();
    int failed = 0;
    for (int i = from; i < to; i++) {
      int before = out.size();
      try {
        action(open.get(i), documents.number(i), out);
        line.write(out, open.get(i));
        out.rawByte('\n');
        documents.wrote(i);
      } catch (Throwable ignored) {
        // An event that cannot be written costs itself.
        out.truncate(before);
        failed++;
      }
    }
    return failed;
  }

  /**
   * {@code create}, which data streams want, and which an id makes harmless to repeat. Ids of one
   * process have a beginning in common and grow, so that the look whether there is one already ends
   * in a segment's first bytes.
   */
  private void action(LogEvent event, long number, OctetWriter out) {
    ascii(out, "{\"create\":{");
    if (index != null) {
      ascii(out, "\"_index\":");
      long nanos = event.epochNanos();
      index.write(out, nanos == 0 ? System.currentTimeMillis() * MILLI : nanos);
      out.rawByte(',');
    }
    ascii(out, "\"_id\":\"");
    out.rawHex(process);
    out.rawHex(number);
    ascii(out, "\"}}\n");
  }

  private static void ascii(OctetWriter out, String text) {
    out.rawAscii(text, text.length());
  }
}
