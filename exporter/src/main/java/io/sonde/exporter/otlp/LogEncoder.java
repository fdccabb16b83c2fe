package io.sonde.exporter.otlp;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.exporter.LogAttributes;
import io.sonde.exporter.ProtoWriter;
import io.sonde.exporter.lines.LogLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code ExportLogsServiceRequest}. The scope is the logger. */
final class LogEncoder extends OtlpEncoder<LogEvent> {
  private static final int TIME = 1;
  private static final int SEVERITY_NUMBER = 2;
  private static final int SEVERITY_TEXT = 3;
  private static final int BODY = 5;
  private static final int ATTRIBUTE = 6;
  private static final int FLAGS = 8;
  private static final int TRACE_ID = 9;
  private static final int SPAN_ID = 10;
  private static final int OBSERVED_TIME = 11;

  private static final int TEXT = 1;
  private static final int LINE_WIDTH = 2;

  private static final int MAX_SEVERITY = 24;
  private static final int SAMPLED = 1;

  /** Which events of the batch are in a group already. */
  private boolean[] grouped = {};

  private final LogLine body;

  LogEncoder(Map<String, Object> resource) {
    this(resource, null);
  }

  /**
   * @param body what a record's body is instead of the message; null for the message
   */
  LogEncoder(Map<String, Object> resource, LogLine body) {
    super(resource);
    this.body = body;
  }

  /** Looks for each logger's events among those that follow: a batch has few loggers. */
  @Override
  void groups(List<LogEvent> events, int from, int to, ProtoWriter out) {
    if (grouped.length < to) {
      grouped = new boolean[to];
    }
    Arrays.fill(grouped, from, to, false);
    for (int first = from; first < to; first++) {
      if (grouped[first]) {
        continue;
      }
      String logger = events.get(first).logger();
      int start = beginGroup(out);
      scope(out, logger, null);
      for (int i = first; i < to; i++) {
        if (!grouped[i] && Objects.equals(logger, events.get(i).logger())) {
          grouped[i] = true;
          record(events.get(i), out);
        }
      }
      endGroup(out, start);
    }
  }

  @Override
  void fields(LogEvent event, ProtoWriter out) {
    out.fixed64(TIME, event.epochNanos());
    int severity = event.severityNumber();
    if (severity > 0 && severity <= MAX_SEVERITY) {
      out.varint(SEVERITY_NUMBER, severity);
    }
    if (event.severityText() != null) {
      out.string(SEVERITY_TEXT, event.severityText());
    }
    if (body == null) {
      OtlpAttribute.text(out, BODY, event.message());
    } else {
      line(event, out);
    }
    Object[] pairs = event.attributes();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (LogAttributes.counts(event, i)) {
        OtlpAttribute.write(out, ATTRIBUTE, (String) pairs[i], pairs[i + 1]);
      }
    }
    OtlpAttribute.write(out, ATTRIBUTE, LogAttributes.THREAD, event.threadName());
    if (event.thrown() != null) {
      OtlpAttribute.exception(out, ATTRIBUTE, event.thrown());
    }
    Span span = event.span();
    if (span != null) {
      out.fixed32(FLAGS, span.sampled() ? SAMPLED : 0);
      out.id(TRACE_ID, span.traceIdHigh(), span.traceIdLow());
      out.id(SPAN_ID, span.spanId());
    }
    out.fixed64(OBSERVED_TIME, event.epochNanos());
  }

  private void line(LogEvent event, ProtoWriter out) {
    int value = out.begin(BODY, LINE_WIDTH);
    int text = out.begin(TEXT, LINE_WIDTH);
    body.write(out, event);
    out.end(text, LINE_WIDTH);
    out.end(value, LINE_WIDTH);
  }
}
