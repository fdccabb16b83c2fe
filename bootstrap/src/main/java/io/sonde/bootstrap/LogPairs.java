package io.sonde.bootstrap;

import java.util.Arrays;
import java.util.Map;

/**
 * Collects the attributes of a {@link LogEvent}. Most events have none, and null stands for that.
 * Not thread safe.
 */
public final class LogPairs {
  /** Characters kept of a value. */
  private static final int VALUE_LENGTH = 64 * 1024;

  private Object[] pairs = new Object[8];
  private int size;

  private LogPairs() {}

  /**
   * What the application put into the diagnostic context, without the ids of the agent; or null.
   */
  public static LogPairs ofMdc(Map<String, String> mdc) {
    Map<String, String> own = mdc instanceof TraceMdc ? ((TraceMdc) mdc).application() : mdc;
    if (own == null || own.isEmpty()) {
      return null;
    }
    LogPairs pairs = new LogPairs();
    for (Map.Entry<String, String> entry : own.entrySet()) {
      String key = entry.getKey();
      if (!key.equals("trace_id") && !key.equals("span_id") && !key.equals("trace_flags")) {
        pairs.add(key, entry.getValue());
      }
    }
    return pairs;
  }

  /**
   * Adds a key-value. The application logged it to be read as text, so its own {@code toString} is
   * due where it is neither a number nor a boolean.
   *
   * @param before what there is already, may be null
   */
  public static LogPairs withKeyValue(LogPairs before, String key, Object value) {
    LogPairs pairs = before == null ? new LogPairs() : before;
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      pairs.add(key, Long.valueOf(((Number) value).longValue()));
    } else if (value instanceof Float) {
      pairs.add(key, Double.valueOf(((Float) value).doubleValue()));
    } else if (value instanceof Boolean || value instanceof Double || value instanceof Long) {
      pairs.add(key, value);
    } else if (value != null) {
      pairs.add(key, text(value));
    }
    return pairs;
  }

  /** What the application's own method makes, which may fail in any way (fault H7). */
  private static String text(Object value) {
    try {
      return String.valueOf(value);
    } catch (Throwable t) {
      return "[FAILED toString(): " + t.getClass().getName() + "]";
    }
  }

  private void add(String key, Object value) {
    if (key == null || value == null) {
      return;
    }
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * size);
    }
    pairs[size++] = key;
    pairs[size++] = value instanceof String ? Text.cut((String) value, VALUE_LENGTH) : value;
  }

  /** Keys and values in turns, or null when there are none. */
  public static Object[] toArray(LogPairs of) {
    if (of == null) {
      return null;
    }
    return of.size == of.pairs.length ? of.pairs : Arrays.copyOf(of.pairs, of.size);
  }
}
