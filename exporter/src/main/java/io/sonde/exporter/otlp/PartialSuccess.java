package io.sonde.exporter.otlp;

import io.sonde.bootstrap.Text;
import io.sonde.exporter.ExportResult;
import java.io.IOException;

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
    if (rejected <= 0 && message.isEmpty()) {
      return ExportResult.delivered();
    }
    return ExportResult.rejected(
        (int) Math.max(0, Math.min(rejected, records)), "partial success: " + message);
  }
}
