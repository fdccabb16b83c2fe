package io.sonde.bootstrap;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What stands in an application's own log output in place of what its layouts make. Woven code asks
 * only when a format is configured.
 */
public final class LogLayout {
  private static final int MAX_TOLD = 16;

  /** Makes lines. For any thread; may throw. */
  public interface Format {
    /** The line with its end, in UTF-8. */
    byte[] line(LogEvent event);
  }

  private static volatile Format format;

  /** The classes that were told of. */
  private static final ConcurrentMap<String, Boolean> TOLD =
      new ConcurrentHashMap<String, Boolean>();

  private LogLayout() {}

  /** Once, before the first class is woven. */
  public static void install(Format newFormat) {
    format = newFormat;
  }

  /** The line of {@code event}; {@code own} when none can be made of it. */
  public static byte[] line(LogEvent event, byte[] own) {
    Format current = format;
    if (current == null) {
      return own;
    }
    try {
      return current.line(event);
    } catch (Throwable t) {
      // An exception that cannot be printed, or no memory: the application's layout may do better.
      return own;
    }
  }

  /** Tells, once, of a class of the application's whose lines are not replaced. */
  public static void leave(String className) {
    // For each event of such a layout: a look-up that does not lock.
    if (TOLD.containsKey(className)
        || TOLD.size() >= MAX_TOLD
        || TOLD.putIfAbsent(className, Boolean.TRUE) != null) {
      return;
    }
    AgentLog.info("sonde.logs.format: the lines of " + className + " stay as they are");
  }
}
