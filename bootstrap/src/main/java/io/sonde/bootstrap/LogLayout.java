package io.sonde.bootstrap;

import java.util.HashSet;
import java.util.Set;

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
  private static final Set<String> TOLD = new HashSet<String>();

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
    synchronized (TOLD) {
      if (TOLD.size() == MAX_TOLD || !TOLD.add(className)) {
        return;
      }
    }
    AgentLog.info("sonde.logs.format: the lines of " + className + " stay as they are");
  }
}
