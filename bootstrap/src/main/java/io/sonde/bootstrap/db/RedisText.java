package io.sonde.bootstrap.db;

import io.sonde.bootstrap.RecentText;
import io.sonde.bootstrap.Text;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicReferenceArray;

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

  /** Texts that are not being written, to be written again; nothing else is kept on threads. */
  private static final AtomicReferenceArray<RedisText> FREE =
      new AtomicReferenceArray<RedisText>(16);

  private final StringBuilder text = new StringBuilder(MAX_LENGTH);
  private RedisOperation operation;
  private int arguments;

  private RedisText() {}

  /** Begins a text, which {@link #end} ends on the same thread. */
  public static RedisText begin(RedisOperation operation) {
    RedisText text = FREE.getAndSet(slot(), null);
    if (text == null) {
      text = new RedisText();
    }
    text.operation = operation;
    text.arguments = 0;
    text.text.setLength(0);
    text.text.append(operation.name);
    return text;
  }

  private static int slot() {
    int hash = System.identityHashCode(Thread.currentThread());
    return (hash ^ hash >>> 4) & FREE.length() - 1;
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
    int end = Math.min(argument.length, MAX_ARGUMENT);
    if (ascii(argument, end)) {
      arguments++;
      text.append(' ');
      for (int i = 0; i < end; i++) {
        text.append(argument[i] < ' ' ? '\uFFFD' : (char) argument[i]);
      }
    } else {
      show(new String(argument, 0, end, UTF_8));
    }
    if (end < argument.length) {
      text.append("...");
    }
  }

  private static boolean ascii(byte[] argument, int end) {
    for (int i = 0; i < end; i++) {
      if (argument[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** What is shown. This object is not to be used any more. */
  public String end() {
    String shown = Text.cut(RecentText.of(text), MAX_LENGTH);
    FREE.lazySet(slot(), this);
    return shown;
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
