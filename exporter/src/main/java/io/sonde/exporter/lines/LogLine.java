package io.sonde.exporter.lines;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.LogAttributes;
import io.sonde.exporter.OctetWriter;
import java.util.Arrays;

/**
 * Writes an event as one JSON object without a line break: bounded, no key twice, MDC and
 * key-values at the root, where queries look for them. Allocates nothing but the text of a stack
 * trace, of a fraction, or of a key that is taken. Not thread safe.
 */
public abstract class LogLine {
  /** Loki takes 256 KB. */
  public static final int MAX_BYTES = 256_000;

  static final int MAX_MESSAGE = 128_000;
  static final int MAX_STACK_TRACE = 100_000;
  private static final int MAX_VALUE = 16_000;
  private static final int MAX_KEY = 256;
  private static final int MIN_ROOM = 32;

  private final IsoTime time = new IsoTime();
  private OctetWriter out;
  private int start;

  /** The keys of this line. */
  private String[] keys = new String[32];

  private int keyCount;

  LogLine() {}

  /** Appends the object, in UTF-8, at most {@link #MAX_BYTES}. */
  public final void write(OctetWriter to, LogEvent event) {
    out = to;
    start = out.size();
    keyCount = 0;
    fields(event, Level.of(event.severityNumber()));
    Object[] pairs = event.attributes();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (LogAttributes.counts(event, i)) {
        attribute(Text.cut((String) pairs[i], MAX_KEY), pairs[i + 1], event.span());
      }
    }
    out.rawByte('}');
  }

  /** Writes all but the attributes. */
  abstract void fields(LogEvent event, Level level);

  /** Whether the receiver could not keep {@code key} apart from one that the line has. */
  abstract boolean clash(String key, String written);

  /** Where an attribute goes whose key is taken. */
  abstract String elsewhere(String key);

  /** Whether the receiver takes {@code key} for something else than an attribute. */
  boolean reserved(String key) {
    return false;
  }

  final void text(String key, String value) {
    text(key, value, MAX_VALUE);
  }

  /** Writes a field; nothing if {@code value} is null. */
  final void text(String key, String value, int maxBytes) {
    if (value != null && key(key)) {
      JsonText.quote(out, value, Math.min(maxBytes, room()));
    }
  }

  final void number(String key, long value) {
    if (key(key)) {
      JsonText.number(out, value);
    }
  }

  final void time(String key, LogEvent event) {
    if (key(key)) {
      out.rawByte('"');
      isoTime(out, event);
      out.rawByte('"');
    }
  }

  /** ISO 8601 in UTC; now, for an event that has no time. */
  final void isoTime(OctetWriter to, LogEvent event) {
    long nanos = event.epochNanos();
    time.write(to, nanos == 0 ? System.currentTimeMillis() * 1_000_000L : nanos);
  }

  final void traceId(String key, Span span) {
    if (key(key)) {
      out.rawByte('"');
      out.rawHex(span.traceIdHigh());
      out.rawHex(span.traceIdLow());
      out.rawByte('"');
    }
  }

  final void spanId(String key, Span span) {
    if (key(key)) {
      out.rawByte('"');
      out.rawHex(span.spanId());
      out.rawByte('"');
    }
  }

  /**
   * Begins a field whose value follows; false, and nothing written, if the line is full.
   *
   * @param key ASCII that needs no escape
   */
  final boolean key(String key) {
    int before = out.size();
    out.rawKey(before == start ? '{' : ',', key);
    return begun(key, before);
  }

  private boolean attributeKey(String key) {
    int before = out.size();
    out.rawByte(before == start ? '{' : ',');
    JsonText.quote(out, key, Integer.MAX_VALUE);
    out.rawByte(':');
    return begun(key, before);
  }

  private boolean begun(String key, int before) {
    if (room() < MIN_ROOM) {
      out.truncate(before);
      return false;
    }
    written(key);
    return true;
  }

  /** Keeps in mind that the line has the key. */
  final void written(String key) {
    if (keyCount == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keyCount);
    }
    if (keys[keyCount] != key) {
      // Mostly it is the one of the line before, and a collector's barrier costs more than a look.
      keys[keyCount] = key;
    }
    keyCount++;
  }

  /** For the value of a field that was begun. */
  final OctetWriter out() {
    return out;
  }

  /** Bytes that the line may still take before its closing brace. */
  final int room() {
    return MAX_BYTES - 1 - (out.size() - start);
  }

  private void attribute(String key, Object value, Span span) {
    String free = key;
    if (taken(key)) {
      if (span != null && (value.equals(span.traceIdText()) || value.equals(span.spanIdText()))) {
        // The ids that the agent itself put into the MDC.
        return;
      }
      free = elsewhere(key);
      if (taken(free)) {
        return;
      }
    }
    if (attributeKey(free)) {
      if (value instanceof Long) {
        JsonText.number(out, (Long) value);
      } else if (value instanceof Boolean || isFinite(value)) {
        out.rawText(value.toString());
      } else {
        JsonText.quote(out, value.toString(), Math.min(MAX_VALUE, room()));
      }
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double && !((Double) value).isNaN() && !((Double) value).isInfinite();
  }

  private boolean taken(String key) {
    for (int i = 0; i < keyCount; i++) {
      if (clash(key, keys[i])) {
        return true;
      }
    }
    return reserved(key);
  }
}
