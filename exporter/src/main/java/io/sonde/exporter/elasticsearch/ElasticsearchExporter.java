package io.sonde.exporter.elasticsearch;

import io.sonde.bootstrap.LogEvent;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.HttpExporter;
import io.sonde.exporter.lines.DocumentLine;
import io.sonde.exporter.lines.LineFormat;
import io.sonde.exporter.lines.LogLine;
import io.sonde.exporter.net.HttpSender;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends log records to Elasticsearch or OpenSearch. Each document has a fate of its own there: what
 * is busy comes again, alone; what is refused costs itself.
 */
public final class ElasticsearchExporter implements BatchExporter<LogEvent> {
  private static final String ANSWER = "?filter_path=errors,items.*.status,items.*.error.type";

  private final Documents documents = new Documents();
  private final Bulk bulk;

  private ElasticsearchExporter(
      HttpTarget target,
      boolean gzip,
      LogLine line,
      IndexName index,
      Map<String, Object> resource) {
    Object instance = resource.get("service.instance.id");
    long process = ThreadLocalRandom.current().nextLong();
    if (instance != null) {
      process ^= (long) instance.hashCode() << 32;
    }
    bulk = new Bulk(new BulkEncoder(documents, line, index, process), target, gzip);
  }

  /**
   * Documents in the form of an index with {@code timestamp} and {@code level}. Opens no connection
   * yet.
   *
   * @param index its name, in which {@code %{+YYYY.MM.dd}} stands for the day of an event in UTC
   * @param resource the attributes of the process
   * @throws IllegalArgumentException when the name has another pattern
   */
  public static ElasticsearchExporter index(
      HttpTarget target, boolean gzip, String index, Map<String, Object> resource) {
    return new ElasticsearchExporter(
        target.append("/_bulk" + ANSWER),
        gzip,
        new DocumentLine(resource),
        new IndexName(index),
        resource);
  }

  /**
   * Documents in the form of the Elastic Common Schema. Opens no connection yet.
   *
   * @param stream the name of a data stream
   * @param resource the attributes of the process
   */
  public static ElasticsearchExporter dataStream(
      HttpTarget target, boolean gzip, String stream, Map<String, Object> resource) {
    return new ElasticsearchExporter(
        target.append("/" + encode(stream) + "/_bulk" + ANSWER),
        gzip,
        LineFormat.ECS.line(resource),
        null,
        resource);
  }

  private static String encode(String name) {
    try {
      return URLEncoder.encode(name, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JVM has UTF-8");
    }
  }

  @Override
  public ExportResult export(List<LogEvent> batch) throws IOException {
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

  private ExportResult send(List<LogEvent> batch) throws IOException {
    ExportResult result = ExportResult.delivered();
    for (List<LogEvent> open = documents.next(batch);
        !open.isEmpty() && !result.retryable();
        open = documents.next(batch)) {
      result = result.and(bulk.export(open));
    }
    return result;
  }

  @Override
  public void close() {
    bulk.close();
  }

  /** Posts documents, and notes what became of each. */
  private final class Bulk extends HttpExporter<LogEvent> {
    Bulk(BulkEncoder encoder, HttpTarget target, boolean gzip) {
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
