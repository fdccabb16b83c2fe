package io.sonde.exporter;

import io.sonde.exporter.net.Deadline;
import io.sonde.exporter.net.HttpSender;
import io.sonde.exporter.net.HttpStatus;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;

/** Posts each batch to one URL, and reads what became of it from the status of the answer. */
public class HttpExporter<T> extends SplittingExporter<T> {
  private final HttpSender sender;
  private final String contentType;
  private final String contentEncoding;

  /**
   * @param contentType of the body that {@code encoder} writes
   * @param gzip whether it is compressed
   */
  public HttpExporter(
      BatchEncoder<T> encoder, HttpTarget target, String contentType, boolean gzip) {
    super(encoder, gzip, target.timeoutMillis(), 0);
    this.sender = target.sender();
    this.contentType = contentType;
    this.contentEncoding = gzip ? "gzip" : null;
  }

  @Override
  public final String format() {
    return super.format() + ' ' + contentType;
  }

  @Override
  protected final ExportResult send(byte[] message, int length, int records, Deadline deadline)
      throws IOException {
    // Ends a series of halves; each of its requests has the whole time-out for itself.
    deadline.remainingMillis();
    HttpSender.Response response = sender.post(contentType, contentEncoding, message, length);
    int status = response.status();
    if (status >= 200 && status < 300) {
      return taken(response, records);
    }
    if (status == 413) {
      return ExportResult.tooLarge();
    }
    return retryable(status)
        ? ExportResult.retry(response.retryAfterMillis(), HttpStatus.describe(status))
        : rejected(response, records);
  }

  /** What became of the records of a request that was answered with a 2xx: all were delivered. */
  protected ExportResult taken(HttpSender.Response response, int records) {
    return ExportResult.delivered();
  }

  /** Whether the same request may be taken later: 429 and all of 5xx. */
  protected boolean retryable(int status) {
    return status == 429 || status >= 500;
  }

  /** What is told of a request that will never be taken: its status. */
  protected ExportResult rejected(HttpSender.Response response, int records) {
    return ExportResult.rejected(records, HttpStatus.describe(response.status()));
  }

  @Override
  public void close() {
    sender.close();
  }
}
