package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Text;
import java.nio.charset.Charset;

/**
 * The text that may be shown of a Redis command: the command, its keys and options; every value and
 * every secret is a question mark, and of a command that is not known all arguments are. Its cost
 * does not depend on the size of values: one that is not shown is not asked for (fault G2).
 */
public final class RedisText {
  private static final int MAX_LENGTH = 512;

  /** What is shown of one argument, in bytes or characters. */
  public static final int MAX_ARGUMENT = 64;

  private static final Charset UTF_8 = Charset.forName("UTF-8");

  private final RedisOperation operation;
  private final StringBuilder text = new StringBuilder(64);
  private int arguments;

  public RedisText(RedisOperation operation) {
    this.operation = operation;
    text.append(operation.name);
  }

  /** Whether there is no room for more arguments. */
  public boolean full() {
    return text.length() >= MAX_LENGTH;
  }

  /** Whether the next argument may be shown. If not, or if it is unknown, {@link #hide} it. */
  public boolean showsNext() {
    return operation.showsArgument(arguments);
  }

  public void hide() {
    arguments++;
    text.append(" ?");
  }

  public void show(String argument) {
    arguments++;
    text.append(' ');
    int end = Math.min(argument.length(), MAX_ARGUMENT);
    for (int i = 0; i < end; i++) {
      char c = argument.charAt(i);
      boolean half = i == MAX_ARGUMENT - 1 && Character.isHighSurrogate(c);
      text.append(c < ' ' || half ? '\uFFFD' : c);
    }
    if (end < argument.length()) {
      text.append("...");
    }
  }

  /** Shows what is taken for UTF-8. */
  public void show(byte[] argument) {
    if (argument.length <= MAX_ARGUMENT) {
      show(new String(argument, UTF_8));
    } else {
      show(new String(argument, 0, MAX_ARGUMENT, UTF_8));
      text.append("...");
    }
  }

  @Override
  public String toString() {
    return Text.cut(text.toString(), MAX_LENGTH);
  }

  /** The word in capitals that a server's error begins with ({@code WRONGTYPE}), or null. */
  static String errorPrefix(String message) {
    int end = 0;
    while (end < message.length() && message.charAt(end) >= 'A' && message.charAt(end) <= 'Z') {
      end++;
    }
    boolean word = end >= 2 && (end == message.length() || message.charAt(end) == ' ');
    return word && end <= 32 ? message.substring(0, end) : null;
  }
}
