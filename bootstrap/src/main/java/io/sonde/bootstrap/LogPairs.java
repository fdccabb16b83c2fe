package io.sonde.bootstrap;

import java.util.Arrays;
import java.util.Map;

/** Collects the attributes of a {@link LogEvent}. Not thread safe. */
public final class LogPairs {
  private Object[] pairs;
  private int size;

  /** Adds what the application put into the diagnostic context; not the ids of the agent. */
  public void mdc(Map<String, String> mdc) {
    Map<String, String> own = mdc instanceof TraceMdc ? ((TraceMdc) mdc).application() : mdc;
    if (own == null || own.isEmpty()) {
      return;
    }
    for (Map.Entry<String, String> entry : own.entrySet()) {
      String key = entry.getKey();
      if (!key.equals("trace_id") && !key.equals("span_id") && !key.equals("trace_flags")) {
        add(key, entry.getValue());
      }
    }
  }

  /**
   * Adds a key-value. The application logged it to be read as text, so its own {@code toString} is
   * due where it is neither a number nor a boolean.
   */
  public void keyValue(String key, Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      add(key, Long.valueOf(((Number) value).longValue()));
    } else if (value instanceof Float) {
      add(key, Double.valueOf(((Float) value).doubleValue()));
    } else if (value instanceof Boolean || value instanceof Double || value instanceof Long) {
      add(key, value);
    } else if (value != null) {
      add(key, String.valueOf(value));
    }
  }

  private void add(String key, Object value) {
    if (key == null || value == null) {
      return;
    }
    if (pairs == null) {
      pairs = new Object[8];
    } else if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * size);
    }
    pairs[size++] = key;
    pairs[size++] = value;
  }

  /** Keys and values in turns, or null when there are none. */
  public Object[] toArray() {
    return pairs == null || size == pairs.length ? pairs : Arrays.copyOf(pairs, size);
  }
}
