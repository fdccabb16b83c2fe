package io.sonde.bootstrap.db;

/** The tokens of a summary, no more than fit in whole. */
final class SqlSummaryText {
  private static final int MAX_LENGTH = 255;

  private final StringBuilder text = new StringBuilder(64);
  private int tokenStart;
  private boolean full;
  private boolean pendingSeparator;

  void token(String token) {
    if (full) {
      return;
    }
    tokenStart = text.length();
    if (pendingSeparator) {
      text.append(';');
      pendingSeparator = false;
    }
    if (tokenStart > 0) {
      text.append(' ');
    }
    append(token);
  }

  /** Adds to the last token, which vanishes when it would be cut. */
  void append(String token) {
    if (full) {
      return;
    }
    if (text.length() + token.length() > MAX_LENGTH) {
      text.setLength(tokenStart);
      full = true;
    } else {
      text.append(token);
    }
  }

  void statementEnds() {
    pendingSeparator = text.length() > 0;
  }

  /** Null when there are no tokens. */
  String shown() {
    return text.length() == 0 ? null : text.toString();
  }
}
