package io.sonde.exporter.remotewrite;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.net.HttpSender;
import io.sonde.exporter.net.HttpStatus;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.net.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends intervals, in the version that the receiver knows and in requests that it takes. A receiver
 * of 1.0 does not tell so: Prometheus 2 reads a request of 2.0 as an empty one and is content, so
 * an answer without the counts that 2.0 demands means 1.0. Not thread safe.
 */
final class RemoteWriter {
  /**
   * Requests that a batch may cost beyond its own, to find what a receiver of 1.0 refused: it tells
   * with 400, and takes nothing of the request. To find one label set among 100 takes fourteen.
   */
  private static final int MAX_SEARCHES = 32;

  private final WriteRequestV1 v1;
  private final WriteRequestV2 v2;
  private final HttpSender senderV1;
  private final HttpSender senderV2;
  private final boolean auto;
  private WriteRequest request;

  /** Whether the receiver has told that it knows 2.0. */
  private boolean confirmed;

  private boolean nativeConfirmed;
  private Interval interval;
  private int searches;

  RemoteWriter(
      HttpTarget target,
      String tenant,
      String version,
      String agentVersion,
      WriteRequestV1 v1,
      WriteRequestV2 v2) {
    this.v1 = v1;
    this.v2 = v2;
    Map<String, String> headers = new HashMap<String, String>();
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      if (!reserved(header.getKey())) {
        headers.put(header.getKey(), header.getValue());
      }
    }
    if (tenant != null) {
      headers.put("X-Scope-OrgID", tenant);
    }
    headers.put("User-Agent", "sonde/" + agentVersion);
    senderV1 = sender(target, headers, "0.1.0");
    senderV2 = sender(target, headers, "2.0.0");
    auto = version.equals("auto");
    request = version.equals("1.0") ? v1 : v2;
  }

  /** What the specification lets no user set. */
  private static boolean reserved(String header) {
    return header.equalsIgnoreCase("Content-Encoding")
        || header.equalsIgnoreCase("Content-Type")
        || header.equalsIgnoreCase("User-Agent")
        || header.equalsIgnoreCase("X-Prometheus-Remote-Write-Version");
  }

  private static HttpSender sender(
      HttpTarget target, Map<String, String> headers, String specification) {
    Map<String, String> all = new HashMap<String, String>(headers);
    all.put("X-Prometheus-Remote-Write-Version", specification);
    return target.withHeaders(all).sender();
  }

  /** Of what is written next: see {@link WriteRequest#at}. */
  void at(long timestamp, long startTimestamp, long exemplarsAfter) {
    v1.at(timestamp, startTimestamp, exemplarsAfter);
    v2.at(timestamp, startTimestamp, exemplarsAfter);
  }

  /** Of all that was written so far; epoch nanoseconds. */
  long newestExemplar() {
    return Math.max(v1.newestExemplar(), v2.newestExemplar());
  }

  /**
   * Sends all rows; each of the requests has the whole time-out for itself.
   *
   * @return with how many samples, not metrics, were rejected
   */
  ExportResult write(Interval newInterval) throws IOException {
    interval = newInterval;
    searches = 0;
    return write(0, interval.size());
  }

  /** Gives back the memory of a batch. */
  void trim() {
    v1.trim();
    v2.trim();
  }

  void close() {
    senderV1.close();
    senderV2.close();
  }

  private ExportResult write(int from, int to) throws IOException {
    ExportResult all = ExportResult.delivered();
    for (int at = from; at < to; ) {
      int next = request.encode(interval, at, to);
      if (request.samples() > 0) {
        ExportResult part = send(at, next);
        if (part.retryable()) {
          return part;
        }
        all = all.and(part);
      }
      at = next;
    }
    return all;
  }

  private ExportResult send(int from, int to) throws IOException {
    boolean second = request == v2;
    int samples = request.samples();
    int histograms = request.histograms();
    int length = request.compress();
    HttpSender.Response answer =
        second
            ? senderV2.post(
                "application/x-protobuf;proto=io.prometheus.write.v2.Request",
                "snappy",
                request.body(),
                length)
            : senderV1.post("application/x-protobuf", "snappy", request.body(), length);
    int status = answer.status();
    boolean taken = status >= 200 && status < 300;
    Written written = answer.written();
    if (second && written == null && unknown(status, taken)) {
      return fallBack(from, to, samples);
    }
    confirmed |= written != null;
    if (taken) {
      nativeConfirmed |= second && written.histograms() > 0;
      return ExportResult.delivered();
    }
    if (second && histograms > 0 && refusesHistograms(status, written)) {
      return withoutHistograms(from, to, answer);
    }
    if (status == 429 || status >= 500) {
      return later(answer);
    }
    // Of 2.0 only what the answer does not count was refused. Of 1.0 it is the whole request.
    boolean search = status == 413 || status == 400 && !second && searches++ < MAX_SEARCHES;
    if (search && to - from > 1) {
      int middle = (from + to) >>> 1;
      ExportResult first = write(from, middle);
      return first.retryable() ? first : first.and(write(middle, to));
    }
    int refused = written == null ? samples : samples - (int) written.samples();
    return refused <= 0 ? ExportResult.delivered() : ExportResult.rejected(refused, reason(answer));
  }

  /** Whether an answer without counts means that the receiver does not know 2.0. */
  private boolean unknown(int status, boolean taken) {
    return taken || status == 415 || status == 400 && !confirmed;
  }

  private ExportResult fallBack(int from, int to, int samples) throws IOException {
    if (!auto) {
      return ExportResult.rejected(samples, "the receiver does not know remote write 2.0");
    }
    AgentLog.debug("remote-write: the receiver does not know 2.0, goes on with 1.0");
    senderV2.close();
    request = v1;
    return write(from, to);
  }

  /**
   * Prometheus before 3.9 refuses them with 500 unless a feature flag allows them, and nothing but
   * the text, which no sender may read, tells that from a fault.
   */
  private boolean refusesHistograms(int status, Written written) {
    boolean others =
        status == 400 && written != null && written.samples() > 0 && written.histograms() == 0;
    return v2.nativeHistograms && !nativeConfirmed && (others || status == 500);
  }

  private ExportResult withoutHistograms(int from, int to, HttpSender.Response answer)
      throws IOException {
    v2.nativeHistograms = false;
    ExportResult result = write(from, to);
    if (result.retryable()) {
      // It was not that.
      v2.nativeHistograms = true;
      return answer.status() == 500 ? later(answer) : result;
    }
    AgentLog.debug("remote-write: the receiver takes no native histograms");
    return result;
  }

  private static ExportResult later(HttpSender.Response answer) {
    return ExportResult.retry(answer.retryAfterMillis(), HttpStatus.describe(answer.status()));
  }

  private static String reason(HttpSender.Response answer) {
    String reason = HttpStatus.describe(answer.status());
    if (answer.status() != 400) {
      return reason;
    }
    String message = new String(answer.body(), StandardCharsets.UTF_8);
    return reason + ": " + Text.cut(message, 160);
  }
}
