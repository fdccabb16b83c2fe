package io.sonde.bootstrap;

/** Bounded text. */
public final class Text {
  private Text() {}

  /**
   * The first {@code length} characters at most, never ending within a surrogate pair: a lone half
   * makes invalid UTF-8, for which a receiver written in Go refuses the whole batch (protobuf#426).
   */
  public static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The last part of a dotted or nested class name. */
  public static String simpleName(String className) {
    int dot = Math.max(className.lastIndexOf('.'), className.lastIndexOf('$'));
    return className.substring(dot + 1);
  }
}
