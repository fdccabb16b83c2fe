package io.sonde.exporter.loki;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.RequestSize;
import io.sonde.exporter.SpoolableExporter;
import io.sonde.exporter.net.HttpSender;
import io.sonde.exporter.net.HttpStatus;
import io.sonde.exporter.net.HttpTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pushes log records to Loki. One bad entry does not cost its batch: of a push that Loki refuses it
 * keeps what is good, and mostly says how many were not. Where it does not say, or where something
 * in between refused, the push is halved until the bad entry is found. Entries that are sent twice
 * on the way are the same in time and line, of which Loki keeps one as long as both are in the
 * block that it is filling, and shows one ever after.
 */
public final class LokiExporter implements SpoolableExporter<LogEvent> {
  static final String PATH = "/loki/api/v1/push";

  /** Requests for one batch. To find one entry among 512 takes nineteen. */
  private static final int MAX_REQUESTS = 64;

  private final HttpSender sender;
  private final LokiEntries entries = new LokiEntries();
  private final LokiPush push;
  private final RequestSize pushSize = new RequestSize();
  private boolean metadata = true;
  private int requests;
  private String reason;

  /**
   * @param target {@code /loki/api/v1/push} is appended when it has no path
   * @param tenant sent as {@code X-Scope-OrgID}; null when there is none
   * @param resource the attributes of the process, of which the labels are made
   * @param compress whether pushes are compressed; all of them are Snappy blocks, which Loki
   *     demands
   */
  public LokiExporter(
      HttpTarget target, String tenant, Map<String, Object> resource, boolean compress) {
    Map<String, String> headers = new HashMap<>(target.headers());
    if (tenant != null) {
      headers.put("X-Scope-OrgID", tenant);
    }
    this.push = new LokiPush(resource, compress);
    this.sender = target.withDefaultPath(PATH).withHeaders(headers).sender();
  }

  @Override
  public ExportResult export(List<LogEvent> batch) throws IOException {
    try {
      return push(entries.fill(batch), batch.size());
    } finally {
      entries.clear();
      push.trim();
    }
  }

  @Override
  public String format() {
    return "loki";
  }

  /** Without structured metadata: Loki may refuse it, and what it has is in the line as well. */
  @Override
  public Request encode(List<LogEvent> batch, int from, int to) {
    try {
      int size = entries.fill(batch.subList(from, to));
      boolean whole = push.encode(entries, 0, size, false) == size;
      boolean small = whole && pushSize.allows(push.size());
      return new Request(push.body(), push.size(), push.records(), small);
    } finally {
      entries.clear();
    }
  }

  @Override
  public ExportResult resend(byte[] octets, int length, int records) throws IOException {
    HttpSender.Response response = post(octets, length);
    int status = response.status();
    if (taken(status)) {
      return ExportResult.delivered();
    }
    String text = HttpStatus.describe(status);
    if (later(status)) {
      return ExportResult.retry(response.retryAfterMillis(), text);
    }
    if (status == 413) {
      pushSize.refused(length);
    }
    int refused = refused(status, new String(response.body(), StandardCharsets.UTF_8));
    return ExportResult.rejected(refused < 0 ? records : Math.min(refused, records), text);
  }

  @Override
  public void close() {
    sender.close();
  }

  /**
   * @param size of the entries
   * @param records of the batch, some of which may be older
   */
  private ExportResult push(int size, int records) throws IOException {
    requests = 0;
    reason = "older than a week";
    int rejected = records - size;
    try {
      for (int from = 0; from < size; ) {
        int to = push.encode(entries, from, size, metadata);
        rejected += send(from, to);
        from = to;
      }
    } catch (Later later) {
      return ExportResult.retry(later.afterMillis, later.getMessage());
    }
    ExportResult result =
        rejected == 0 ? ExportResult.delivered() : ExportResult.rejected(rejected, reason);
    return result.and(ExportResult.failed(entries.failed()));
  }

  private int encodeAndSend(int from, int to) throws IOException, Later {
    push.encode(entries, from, to, metadata);
    return send(from, to);
  }

  /** Sends what is encoded. Returns how many of the entries Loki will never take. */
  private int send(int from, int to) throws IOException, Later {
    int records = push.records();
    if (records == 0) {
      return 0;
    }
    requests++;
    HttpSender.Response response = post(push.body(), push.size());
    int status = response.status();
    if (taken(status)) {
      pushSize.taken(push.size());
      return 0;
    }
    if (later(status)) {
      throw new Later(response.retryAfterMillis(), HttpStatus.describe(status));
    }
    String message = new String(response.body(), StandardCharsets.UTF_8);
    if (metadata && status == 400 && LokiRefusal.isOfMetadata(message)) {
      metadata = false;
      return encodeAndSend(from, to);
    }
    reason = HttpStatus.describe(status) + (status == 400 ? ": " + start(message) : "");
    int refused = refused(status, message);
    if (refused >= 0) {
      return Math.min(refused, records);
    }
    // 413 comes from a proxy in front with a smaller limit than Loki's.
    if (status == 413) {
      pushSize.refused(push.size());
    }
    boolean divisible = status == 400 || status == 413;
    if (!divisible || records == 1 || requests >= MAX_REQUESTS) {
      return records;
    }
    int middle = (from + to) >>> 1;
    return encodeAndSend(from, middle) + encodeAndSend(middle, to);
  }

  /** How many entries it refused while it took the others; -1 when it does not tell. */
  private static int refused(int status, String message) {
    return status == 400 ? LokiRefusal.entries(message) : -1;
  }

  private static String start(String message) {
    int end = message.indexOf('\n');
    return Text.cut(end < 0 ? message : message.substring(0, end), 160);
  }

  private HttpSender.Response post(byte[] octets, int length) throws IOException {
    return sender.post("application/x-protobuf", null, octets, length);
  }

  /** Loki answers 260 while an operator blocks ingestion: received, and thrown away. */
  private static boolean taken(int status) {
    return status >= 200 && status < 300 && status != 260;
  }

  private static boolean later(int status) {
    return status == 429 || status >= 500;
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
