package io.sonde.exporter.otlp;

import io.sonde.bootstrap.Text;
import io.sonde.exporter.ExportResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads an Export*ServiceResponse: what is refused within a success must be counted (java#6306).
 * The three signals have the same two fields.
 */
final class PartialSuccess {
  private static final int PARTIAL_SUCCESS = 1;
  private static final int REJECTED = 1;
  private static final int ERROR_MESSAGE = 2;

  private PartialSuccess() {}

  /**
   * @param records how many were sent. A receiver counts data points where we count metrics, so it
   *     may reject more
   */
  static ExportResult decode(byte[] body, int records) {
    long rejected = 0;
    String message = "";
    try {
      ProtoReader response = new ProtoReader(body);
      while (response.next()) {
        ProtoReader partial = response.message();
        while (response.field() == PARTIAL_SUCCESS && partial.next()) {
          if (partial.field() == REJECTED) {
            rejected = partial.number();
          } else if (partial.field() == ERROR_MESSAGE) {
            message = Text.cut(partial.text(), 200);
          }
        }
      }
    } catch (IOException e) {
      // Some receivers answer 200 with a text; the status alone says that they took it.
      return ExportResult.delivered();
    }
    return result(rejected, message, records);
  }

  /** As {@link #decode}, of OTLP/JSON. */
  static ExportResult decodeJson(byte[] body, int records) {
    String text = new String(body, StandardCharsets.UTF_8);
    long rejected = 0;
    try {
      rejected = Long.parseLong(value(text, "\"rejected"));
    } catch (NumberFormatException e) {
      // Not there, or not JSON: as above.
    }
    return result(rejected, Text.cut(value(text, "\"errorMessage"), 200), records);
  }

  /** The text or number behind the first key that begins so; empty without one. */
  private static String value(String json, String key) {
    int at = json.indexOf(':', Math.max(0, json.indexOf(key)));
    if (at < 0 || !json.contains(key)) {
      return "";
    }
    int from = at + 1;
    while (from < json.length() && json.charAt(from) <= ' ') {
      from++;
    }
    boolean quoted = from < json.length() && json.charAt(from) == '"';
    int end = quoted ? ++from : from;
    while (end < json.length()
        && (quoted
            ? '"' != json.charAt(end)
            : json.charAt(end) >= '-' && json.charAt(end) <= '9')) {
      end += json.charAt(end) == '\\' ? 2 : 1;
    }
    return json.substring(from, Math.min(end, json.length()));
  }

  private static ExportResult result(long rejected, String message, int records) {
    if (rejected <= 0 && message.isEmpty()) {
      return ExportResult.delivered();
    }
    return ExportResult.rejected(
        (int) Math.max(0, Math.min(rejected, records)), "partial success: " + message);
  }
}
