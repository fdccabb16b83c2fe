package io.sonde.exporter.console;

import io.sonde.bootstrap.AttributeVisitor;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.TraceCapture;
import io.sonde.exporter.StackTraceText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Makes a local root that has ended, and what it holds, into bytes. For one thread; used again. */
final class TraceJson extends AttributeVisitor {
  private static final String STATUS = "http.response.status_code";

  /** Bytes in lists, of which a hundred go into one event. */
  private static final int MAX_NAME = 1024;

  private final List<Span> spans = new ArrayList<Span>();
  private final List<LogEvent> logs = new ArrayList<LogEvent>();
  private final int maxBytes;
  private Json json;
  private long status;

  /**
   * @param maxBytes after which a trace lacks its last spans; as many are for its log events
   */
  TraceJson(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  StoredTrace render(Span root) {
    try {
      int left = TraceCapture.take(root, spans, logs);
      Collections.sort(spans, BY_START);
      Collections.sort(logs, BY_TIME);
      spans.add(0, root);
      byte[] part = part(root, left);
      return new StoredTrace(root, summary(root), part);
    } finally {
      spans.clear();
      logs.clear();
      json = null;
    }
  }

  private byte[] part(Span root, int left) {
    json = new Json(2048);
    // Not cut to whole milliseconds: parts of one trace are drawn on one axis.
    json.begin('{').name("start").value(root.startEpochNanos() / 1e6);
    json.name("spans").begin('[');
    int written = 0;
    status = 0;
    long rootStatus = 0;
    for (Span span : spans) {
      if (json.size() > maxBytes) {
        break;
      }
      span(span, span.startEpochNanos() - root.startEpochNanos());
      rootStatus = written++ == 0 ? status : rootStatus;
    }
    status = rootStatus;
    json.end(']').name("logs").begin('[');
    int told = 0;
    for (LogEvent log : logs) {
      if (json.size() > 2 * maxBytes) {
        break;
      }
      json.raw(LogJson.of(log));
      told++;
    }
    json.end(']').name("left").value(left + spans.size() - written + logs.size() - told);
    return json.end('}').bytes();
  }

  private void span(Span span, long start) {
    String name = span.name();
    json.begin('{').name("id").id(span.spanId());
    json.name("parent");
    if (span.parentSpanId() == 0) {
      json.none();
    } else {
      json.id(span.parentSpanId());
    }
    json.name("name").value(name == null ? "unknown" : name);
    json.name("kind").value(span.kind() == Span.SERVER ? "server" : "client");
    json.name("start").value(start);
    json.name("duration").value(duration(span));
    json.name("failed").value(span.failed());
    json.name("attributes").begin('{');
    visit(span);
    json.end('}').name("exception");
    exception(span.exception());
    json.end('}');
  }

  private void exception(Throwable thrown) {
    if (thrown == null) {
      json.none();
      return;
    }
    json.begin('{').name("type").value(thrown.getClass().getName());
    json.name("message").value(StackTraceText.message(thrown));
    json.name("stack").value(StackTraceText.of(thrown)).end('}');
  }

  private byte[] summary(Span root) {
    String name = root.name();
    Json text = new Json(256);
    text.begin('{').name("traceId").id(root.traceIdHigh(), root.traceIdLow());
    text.name("root").id(root.spanId());
    text.name("name").value(name == null ? "unknown" : name, MAX_NAME);
    text.name("start").value(root.startEpochNanos() / 1_000_000);
    text.name("duration").value(duration(root));
    text.name("spans").value(spans.size());
    text.name("logs").value(logs.size());
    text.name("failed").value(root.failed());
    text.name("status");
    if (status == 0) {
      text.none();
    } else {
      text.value(status);
    }
    return text.end('}').bytes();
  }

  static long duration(Span span) {
    return span.endEpochNanos() - span.startEpochNanos();
  }

  @Override
  protected void text(String key, String value) {
    json.name(key).value(value);
  }

  @Override
  protected void number(String key, long value) {
    json.name(key).value(value);
    if (key.equals(STATUS)) {
      status = value;
    }
  }

  private static final Comparator<Span> BY_START =
      new Comparator<Span>() {
        @Override
        public int compare(Span a, Span b) {
          return Long.compare(a.startEpochNanos(), b.startEpochNanos());
        }
      };

  private static final Comparator<LogEvent> BY_TIME =
      new Comparator<LogEvent>() {
        @Override
        public int compare(LogEvent a, LogEvent b) {
          return Long.compare(a.epochNanos(), b.epochNanos());
        }
      };
}
