package io.sonde.exporter.prometheus;

/** Escaping of the text formats. */
final class Escape {
  private Escape() {}

  /**
   * Appends {@code text} with backslash and line feed escaped.
   *
   * @param quotes double quotes too: in label values, and in OpenMetrics help
   */
  static void append(StringBuilder out, String text, boolean quotes) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\n' || c == '"' && quotes) {
        out.append(text, from, i).append('\\').append(c == '\n' ? 'n' : c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length());
  }
}
