package io.sonde.exporter;

import io.sonde.bootstrap.LogEvent;
import java.nio.charset.StandardCharsets;

/**
 * Which of a log event's attributes count: MDC and key-values may have a key in common, or one that
 * is the agent's own, and a receiver must not see any key twice.
 */
public final class LogAttributes {
  public static final String THREAD = "thread.name";
  public static final String EXCEPTION_TYPE = "exception.type";
  public static final String EXCEPTION_MESSAGE = "exception.message";
  public static final String EXCEPTION_STACK_TRACE = "exception.stacktrace";

  private LogAttributes() {}

  /**
   * Whether the attribute has a key and a value, its key is not one that is written of {@code
   * event} itself, and no later attribute has the same.
   *
   * @param index of the key in {@link LogEvent#attributes}
   */
  public static boolean counts(LogEvent event, int index) {
    Object[] pairs = event.attributes();
    String key = (String) pairs[index];
    if (pairs[index + 1] == null || key.isEmpty() || isOwn(event, key)) {
      return false;
    }
    for (int later = index + 2; later + 1 < pairs.length; later += 2) {
      if (pairs[later + 1] != null && isWrittenAs(key, (String) pairs[later])) {
        return false;
      }
    }
    return true;
  }

  /** Keys that differ in halves of surrogate pairs alone are the same for a receiver. */
  private static boolean isWrittenAs(String key, String other) {
    return key.equals(other)
        || key.length() == other.length() && written(key).equals(written(other));
  }

  private static String written(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (Character.isSurrogate(key.charAt(i))) {
        return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return key;
  }

  private static boolean isOwn(LogEvent event, String key) {
    if (key.equals(THREAD)) {
      return event.threadName() != null;
    }
    return event.thrown() != null
        && (key.equals(EXCEPTION_TYPE)
            || key.equals(EXCEPTION_MESSAGE)
            || key.equals(EXCEPTION_STACK_TRACE));
  }
}
