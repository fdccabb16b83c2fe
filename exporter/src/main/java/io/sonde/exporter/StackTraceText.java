package io.sonde.exporter;

import io.sonde.bootstrap.Text;

/**
 * The text of an exception, bounded, whatever its methods do: messages may throw, causes may go in
 * circles (fault T38).
 */
public final class StackTraceText {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int MAX_MESSAGE = 4096;
  private static final int MAX_CAUSES = 16;

  private StackTraceText() {}

  /** The message, or null; a message that throws is its own. */
  public static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? null : Text.cut(message, MAX_MESSAGE);
    } catch (Throwable t) {
      return "(getMessage() threw " + t.getClass().getName() + ")";
    }
  }

  /** As {@code printStackTrace} writes it, at most 16 Ki characters. */
  public static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder(2048);
    try {
      Throwable each = thrown;
      for (int i = 0; each != null && i < MAX_CAUSES && text.length() < MAX_LENGTH; i++) {
        if (i > 0) {
          text.append("Caused by: ");
        }
        append(each, text);
        Throwable cause = each.getCause();
        each = cause == each ? null : cause;
      }
    } catch (Throwable t) {
      text.append("\t... (").append(t.getClass().getName()).append(")\n");
    }
    return Text.cut(text.toString(), MAX_LENGTH);
  }

  private static void append(Throwable thrown, StringBuilder text) {
    text.append(thrown.getClass().getName());
    String message = message(thrown);
    if (message != null) {
      text.append(": ").append(message);
    }
    text.append('\n');
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (text.length() > MAX_LENGTH) {
        return;
      }
      text.append("\tat ").append(frame).append('\n');
    }
  }
}
