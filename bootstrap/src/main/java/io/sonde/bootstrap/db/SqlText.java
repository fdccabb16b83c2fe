package io.sonde.bootstrap.db;

import io.sonde.bootstrap.Text;

/**
 * What is shown of one SQL text: a question mark for each literal, lists behind IN collapsed to
 * one, white space to one blank.
 */
final class SqlText {
  private static final int MAX_LENGTH = 8 * 1024;

  private final StringBuilder text;

  /** Where the elements of an IN list begin, or -1. */
  private int listStart = -1;

  SqlText(int inputLength) {
    text = new StringBuilder(Math.min(inputLength, MAX_LENGTH) + 16);
  }

  /** Whether nothing that is added would be shown. */
  boolean full() {
    return text.length() >= MAX_LENGTH;
  }

  String shown() {
    return Text.cut(text.toString().trim(), MAX_LENGTH);
  }

  boolean endsInLiteral() {
    return text.length() > 0 && text.charAt(text.length() - 1) == '?';
  }

  /** Whether a dot here belongs to a name, rather than to a number. */
  boolean endsInName() {
    int last = text.length() - 1;
    return last >= 0
        && (SqlInput.wordPart(text.charAt(last)) || "\"`])".indexOf(text.charAt(last)) >= 0);
  }

  void space() {
    int length = text.length();
    if (length > 0 && length != listStart && text.charAt(length - 1) != ' ') {
      text.append(' ');
    }
  }

  void word(String word) {
    text.append(word);
    listStart = -1;
  }

  /** A name, with its quotes, as it stands in {@code sql}. */
  void name(String sql, int start, int end) {
    text.append(sql, start, end);
    listStart = -1;
  }

  /** A literal or a placeholder: one more of them in an IN list is not shown. */
  void literal() {
    if (listStart >= 0 && text.length() > listStart && onlySeparators(listStart + 1)) {
      text.setLength(listStart);
    }
    text.append('?');
  }

  private boolean onlySeparators(int from) {
    for (int i = from; i < text.length(); i++) {
      if (" ,-+:".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param afterIn whether the word just before is IN
   * @return false for the sign of an IN list's first element, which is not shown
   */
  boolean punctuation(char c, boolean afterIn) {
    if (listStart >= 0 && text.length() == listStart && (c == '-' || c == '+')) {
      return false;
    }
    if (c == ')' && listStart >= 0 && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append(c);
    boolean goesOn = listStart >= 0 && (c == ',' || c == '-' || c == '+' || c == ':');
    listStart = c == '(' && afterIn ? text.length() : goesOn ? listStart : -1;
    return true;
  }
}
