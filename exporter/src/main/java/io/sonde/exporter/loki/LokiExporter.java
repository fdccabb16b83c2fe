package io.sonde.exporter.loki;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.HttpSender;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * Pushes log records to Loki. One bad entry does not cost its batch: of a push that Loki refuses it
 * keeps what is good, but does not tell which; so the push is halved until the bad one is found.
 * Entries that are sent twice on the way are the same in time and line, of which Loki keeps one.
 */
public final class LokiExporter implements BatchExporter<LogRecordData> {
  static final String PATH = "/loki/api/v1/push";

  /** Uncompressed; Loki's inner messages hold 4 MiB. */
  private static final int MAX_PUSH = 4_000_000;

  /** Requests for one batch. To find one entry among 512 takes nineteen. */
  private static final int MAX_REQUESTS = 64;

  private final HttpSender sender;
  private final LokiEntries entries = new LokiEntries();
  private final LokiPush push = new LokiPush();
  private boolean metadata = true;
  private int requests;
  private String reason;

  /**
   * @param endpoint {@code /loki/api/v1/push} is appended when it has no path
   * @param tenant sent as {@code X-Scope-OrgID}; null when there is none
   * @param headers further ones
   * @param tls null for the JVM's own trust
   * @param timeoutMillis of one request, as {@link HttpSender} has it
   */
  public LokiExporter(
      URL endpoint,
      String tenant,
      Map<String, String> headers,
      SSLSocketFactory tls,
      int timeoutMillis)
      throws MalformedURLException {
    String path = endpoint.getPath();
    URL url = path.isEmpty() || path.equals("/") ? new URL(endpoint, PATH) : endpoint;
    Map<String, String> all = new HashMap<>(headers);
    if (tenant != null) {
      all.put("X-Scope-OrgID", tenant);
    }
    this.sender = new HttpSender(url, all, tls, timeoutMillis);
  }

  @Override
  public ExportResult export(List<LogRecordData> batch) throws IOException {
    List<LokiEntry> sorted = entries.of(batch);
    requests = 0;
    int rejected = batch.size() - sorted.size();
    reason = "older than a week, or not writable";
    try {
      int from = 0;
      while (from < sorted.size()) {
        int to = pushEnd(sorted, from);
        rejected += send(sorted, from, to);
        from = to;
      }
    } catch (Later later) {
      return ExportResult.retry(later.afterMillis, later.getMessage());
    }
    return rejected == 0 ? ExportResult.delivered() : ExportResult.rejected(rejected, reason);
  }

  @Override
  public void close() {}

  private static int pushEnd(List<LokiEntry> sorted, int from) {
    long bytes = 0;
    int to = from;
    do {
      bytes += sorted.get(to++).bytes();
    } while (to < sorted.size() && bytes + sorted.get(to).bytes() <= MAX_PUSH);
    return to;
  }

  /** Returns how many of the entries Loki will never take. */
  private int send(List<LokiEntry> sorted, int from, int to) throws IOException, Later {
    requests++;
    HttpSender.Response response =
        sender.post("application/x-protobuf", null, push.encode(sorted, from, to, metadata));
    int status = response.status();
    // Loki answers 260 while an operator blocks ingestion: received, and thrown away.
    if (status >= 200 && status < 300 && status != 260) {
      return 0;
    }
    if (status == 429 || status >= 500) {
      throw new Later(response.retryAfterMillis(), "HTTP " + status);
    }
    String message = new String(response.body(), StandardCharsets.UTF_8);
    if (metadata && status == 400 && refusesMetadata(message)) {
      metadata = false;
      return send(sorted, from, to);
    }
    reason = "HTTP " + status + (status == 400 ? ": " + Text.cut(message, 160) : "");
    // 413 comes from a proxy in front with a smaller limit than Loki's.
    boolean divisible = status == 400 || status == 413;
    if (!divisible || to - from == 1 || requests >= MAX_REQUESTS) {
      return to - from;
    }
    int middle = (from + to) >>> 1;
    return send(sorted, from, middle) + send(sorted, middle, to);
  }

  /** Loki 2.9 as it comes: {@code allow_structured_metadata} is off. */
  private static boolean refusesMetadata(String message) {
    return message.contains("structured metadata") && message.contains("disallowed");
  }

  /** Loki may take the batch later. */
  private static final class Later extends Exception {
    final long afterMillis;

    Later(long afterMillis, String message) {
      super(message, null, false, false);
      this.afterMillis = afterMillis;
    }
  }
}
