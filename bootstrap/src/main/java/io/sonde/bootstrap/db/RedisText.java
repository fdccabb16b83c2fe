package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Text;

/**
 * The text that may be shown of a Redis command: the command and its keys; every value and every
 * secret is a question mark, and a command that is not known shows nothing but its name.
 */
public final class RedisText {
  private static final int MAX_LENGTH = 512;

  private RedisText() {}

  /** The word in capitals that a server's error begins with ({@code WRONGTYPE}), or null. */
  static String errorPrefix(String message) {
    if (message == null) {
      return null;
    }
    int end = 0;
    while (end < message.length() && message.charAt(end) >= 'A' && message.charAt(end) <= 'Z') {
      end++;
    }
    boolean word = end >= 2 && (end == message.length() || message.charAt(end) == ' ');
    return word && end <= 32 ? message.substring(0, end) : null;
  }

  /**
   * @param command the name of the command
   * @param arguments its arguments as text; only as many as {@link #shown} says need be given
   * @param total how many arguments there are
   */
  public static String of(String command, String[] arguments, int total) {
    int shown = Math.min(shown(command), arguments.length);
    StringBuilder text = new StringBuilder(64).append(command);
    for (int i = 0; i < total && text.length() < MAX_LENGTH; i++) {
      text.append(' ').append(i < shown ? arguments[i] : "?");
    }
    return Text.cut(text.toString(), MAX_LENGTH);
  }

  /** How many leading arguments of {@code command} are keys or options, and may be shown. */
  public static int shown(String command) {
    return 0;
  }
}
