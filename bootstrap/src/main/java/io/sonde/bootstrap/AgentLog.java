package io.sonde.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The agent's own log: single lines on the process's stderr, past {@code System.err}, so that an
 * application which redirects that into its logger never gets them back as events. Never stdout,
 * never {@code java.util.logging}. Nobody waits for a stderr that nobody reads. Thread safe.
 */
public final class AgentLog {
  public static final int NONE = 0;
  public static final int WARN = 1;
  public static final int INFO = 2;
  public static final int DEBUG = 3;

  /**
   * A stream of our own: no application code runs, and no lock of one is taken, in its methods. Not
   * final for tests, which look at what is written.
   */
  private static PrintStream stderr =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true);

  private static final LogThread THREAD = new LogThread();

  private static volatile int level = INFO;

  private AgentLog() {}

  public static void level(int newLevel) {
    level = newLevel;
  }

  public static boolean debugEnabled() {
    return level >= DEBUG;
  }

  public static void warn(String message) {
    write(WARN, "WARN", message, null);
  }

  /** One line with the class and message of {@code thrown}; its stack only at debug level. */
  public static void warn(String message, Throwable thrown) {
    write(WARN, "WARN", message, thrown);
  }

  public static void info(String message) {
    write(INFO, "INFO", message, null);
  }

  public static void debug(String message) {
    write(DEBUG, "DEBUG", message, null);
  }

  private static void write(int at, String name, String message, Throwable thrown) {
    if (level < at) {
      return;
    }
    StringBuilder line = new StringBuilder(128).append("[sonde] ").append(name).append(' ');
    appendLine(line, message);
    if (thrown != null) {
      line.append(": ").append(thrown.getClass().getName());
      String detail = messageOf(thrown);
      if (detail != null) {
        line.append(": ");
        appendLine(line, Text.cut(detail, 200));
      }
    }
    if (thrown != null && level >= DEBUG) {
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack, true));
      line.append('\n').append(stack);
    }
    THREAD.write(line.toString());
  }

  /** May wait for ever. */
  static void print(String lines) {
    stderr.println(lines);
  }

  /** An application's exception may answer with an exception. */
  private static String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable ignored) {
      return null;
    }
  }

  private static void appendLine(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(c < ' ' ? ' ' : c);
    }
  }
}
