package io.sonde.exporter.elasticsearch;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.SpoolableExporter.Request;
import io.sonde.exporter.net.HttpSender;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.util.List;

/**
 * Sends the documents of a batch in as many requests as it takes. Not thread safe.
 *
 * @param <T> what documents are made of
 */
final class Bulk<T> {
  private final Documents<T> documents;
  private final Posts posts;

  /**
   * @param encoder notes in {@code documents} what it wrote
   */
  Bulk(Documents<T> documents, BatchEncoder<T> encoder, HttpTarget target, boolean gzip) {
    this.documents = documents;
    this.posts = new Posts(encoder, target, gzip);
  }

  ExportResult export(List<T> batch) throws IOException {
    documents.begin(batch);
    try {
      ExportResult result = send(batch);
      if (result.retryable()) {
        if (!documents.givesUp(result.reason())) {
          return result;
        }
        result = ExportResult.delivered();
      }
      documents.end();
      return documents.rejected() == 0
          ? result
          : result.and(ExportResult.rejected(documents.rejected(), documents.reason()));
    } finally {
      documents.clear();
    }
  }

  private ExportResult send(List<T> batch) throws IOException {
    ExportResult result = ExportResult.delivered();
    for (List<T> open = documents.next(batch);
        !open.isEmpty() && !result.retryable();
        open = documents.next(batch)) {
      result = result.and(posts.export(open));
    }
    return result;
  }

  /** Makes a request to be kept, of what {@link #export} is not known to have brought there. */
  Request encode(List<T> batch, int from, int to) throws IOException {
    try {
      List<T> open = documents.untaken(batch, from, to);
      Request request = posts.encode(open, 0, open.size());
      return new Request(
          request.octets(),
          request.length(),
          request.records(),
          to - from - open.size(),
          request.small());
    } finally {
      documents.clear();
    }
  }

  void close() {
    posts.close();
  }

  /** Posts documents, and notes what became of each. */
  private final class Posts extends HttpExporter<T> {
    Posts(BatchEncoder<T> encoder, HttpTarget target, boolean gzip) {
      super(encoder, target, "application/x-ndjson", gzip);
    }

    @Override
    protected ExportResult taken(HttpSender.Response response, int records) {
      BulkAnswer answer = new BulkAnswer(response.body());
      int told = 0;
      while (told < records && answer.next()) {
        documents.answered(told++, answer.status(), answer.type());
      }
      if (answer.noErrors()) {
        documents.taken();
      } else if (told == 0) {
        documents.rejected("the answer is not one of _bulk");
      } else if (told < records) {
        // What is told of is settled; so there is an end of asking again.
        return ExportResult.retry(0, "the answer ends before its last document");
      } else if (documents.busy() != null) {
        return ExportResult.retry(response.retryAfterMillis(), documents.busy());
      }
      return ExportResult.delivered();
    }

    @Override
    protected ExportResult rejected(HttpSender.Response response, int records) {
      documents.rejected(super.rejected(response, records).reason());
      return ExportResult.delivered();
    }
  }
}
