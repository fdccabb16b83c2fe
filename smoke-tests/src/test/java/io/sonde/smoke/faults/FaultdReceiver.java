package io.sonde.smoke.faults;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.sonde.exporter.elasticsearch.BulkRequest;
import io.sonde.exporter.loki.PushRequest;
import io.sonde.exporter.remotewrite.WriteDecoder;
import io.sonde.exporter.zipkin.ZipkinSpans;
import io.sonde.testing.OtlpRequests;
import io.sonde.testing.ReceivedMetric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** Reads requests with the strict decoders of the exporters' tests, and answers as backends do. */
final class FaultdReceiver {
  static final String RETRY_AFTER = "Retry-After";

  private static final byte[] NONE = {};

  private FaultdReceiver() {}

  /**
   * @param taken looks at what can be read of it
   * @param ordinal of the request, from 1
   * @param headers by names in lower case
   * @throws IOException when no receiver would have understood it; also IllegalArgumentException
   */
  static FaultdAnswer receive(
      FaultdProtocol protocol,
      Taken taken,
      FaultdSetting setting,
      int ordinal,
      String path,
      Map<String, String> headers,
      byte[] sent)
      throws IOException {
    FaultMode mode = setting.mode();
    if (mode.status() != 0 && mode != FaultMode.TOO_LARGE) {
      FaultdAnswer refusal = FaultdAnswer.of(mode.status(), "as told");
      return setting.retryAfter() == null
          ? refusal
          : refusal.header(RETRY_AFTER, setting.retryAfter());
    }
    boolean gzip = "gzip".equals(headers.get("content-encoding"));
    byte[] body = gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    boolean snappy = protocol == FaultdProtocol.LOKI || protocol == FaultdProtocol.REMOTE_WRITE;
    taken.look(snappy ? Snappy.uncompress(body) : body);
    FaultdAnswer answer =
        switch (protocol) {
          case OTLP_HTTP, OTLP_GRPC -> {
            type(headers, protocol == FaultdProtocol.OTLP_HTTP ? "application/x-protobuf" : null);
            yield otlp(path, body, rejected(setting));
          }
          case LOKI -> {
            type(headers, "application/x-protobuf");
            yield loki(body, rejected(setting));
          }
          case ELASTICSEARCH -> {
            type(headers, "application/x-ndjson");
            yield bulk(path, body, mode == FaultMode.ITEM_ERRORS ? ordinal : -1);
          }
          case ZIPKIN -> {
            type(headers, "application/json");
            yield zipkin(body);
          }
          case REMOTE_WRITE -> remoteWrite(headers, body, rejected(setting));
          case LOGSTASH -> throw new IllegalStateException("is no protocol of requests");
        };
    return mode == FaultMode.TOO_LARGE && answer.taken().size() > setting.limit()
        ? FaultdAnswer.of(413, "as told")
        : answer;
  }

  private static int rejected(FaultdSetting setting) {
    return setting.mode() == FaultMode.PARTIAL ? setting.reject() : 0;
  }

  private static void type(Map<String, String> headers, String expected) throws IOException {
    if (expected != null && !expected.equals(headers.get("content-type"))) {
      throw new IOException("content type " + headers.get("content-type"));
    }
  }

  private static FaultdAnswer otlp(String path, byte[] body, int reject) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    List<TakenRecord> records = new ArrayList<>();
    if (path.contains("trace")) {
      OtlpRequests.spans(in)
          .forEach(span -> records.add(TakenRecord.span(span.traceId(), span.spanId())));
    } else if (path.contains("logs")) {
      OtlpRequests.logs(in).forEach(log -> records.add(TakenRecord.log(log.body())));
    } else {
      for (ReceivedMetric metric : OtlpRequests.metrics(in)) {
        metric
            .points()
            .forEach(
                point ->
                    records.add(
                        TakenRecord.point(metric.name() + point.attributes(), point.time())));
      }
    }
    int rejected = Math.min(reject, records.size());
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (rejected > 0) {
      // The responses of the three signals have the same fields.
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejected)
              .setErrorMessage("as told"));
    }
    byte[] text = response.build().toByteArray();
    return FaultdAnswer.of(200, text, rest(records, rejected), rejected)
        .header("Content-Type", "application/x-protobuf");
  }

  private static List<TakenRecord> rest(List<TakenRecord> records, int from) {
    return records.subList(from, records.size());
  }

  private static FaultdAnswer loki(byte[] body, int reject) throws IOException {
    List<TakenRecord> records = new ArrayList<>();
    String labels = "";
    for (PushRequest.Stream stream : PushRequest.decode(body)) {
      labels = stream.labels();
      stream.entries().forEach(entry -> records.add(TakenRecord.log(entry.line())));
    }
    int rejected = Math.min(reject, records.size());
    if (rejected == 0) {
      return FaultdAnswer.of(204, NONE, records, 0);
    }
    String text = "entry for stream '" + labels + "' has timestamp too old: 2001-01-01T00:00:00Z\n";
    byte[] told =
        (rejected == 1 ? text : rejected + " errors like: " + text)
            .getBytes(StandardCharsets.UTF_8);
    return FaultdAnswer.of(400, told, rest(records, rejected), rejected);
  }

  /**
   * @param ordinal of the request: another document is refused in each; negative for none
   */
  private static FaultdAnswer bulk(String path, byte[] body, int ordinal) throws IOException {
    int end = path.indexOf("/_bulk");
    if (end < 0) {
      throw new IOException("no bulk request: " + path);
    }
    List<TakenRecord> taken = new ArrayList<>();
    StringBuilder items = new StringBuilder();
    int rejected = 0;
    int failed = 0;
    int at = ordinal;
    for (BulkRequest.Document document :
        BulkRequest.decode(end == 0 ? null : path.substring(1, end), body)) {
      int fate = ordinal < 0 ? 2 : at++ % 3;
      int status = document.fields() == null || fate == 1 ? 400 : fate == 0 ? 429 : 201;
      if (status == 201) {
        taken.add(TakenRecord.log(document.message()));
      } else {
        failed++;
        rejected += status == 400 ? 1 : 0;
      }
      String error = status == 201 ? "" : ",\"error\":{\"type\":\"as_told\"}";
      items.append(items.length() == 0 ? "" : ",");
      items.append("{\"create\":{\"status\":").append(status).append(error).append("}}");
    }
    String text = "{\"errors\":" + (failed > 0) + ",\"items\":[" + items + "]}";
    return FaultdAnswer.of(200, text.getBytes(StandardCharsets.UTF_8), taken, rejected)
        .header("Content-Type", "application/json");
  }

  private static FaultdAnswer zipkin(byte[] body) throws IOException {
    List<TakenRecord> records = new ArrayList<>();
    ZipkinSpans.decode(body)
        .forEach(span -> records.add(TakenRecord.span(span.traceId(), span.id())));
    return FaultdAnswer.of(202, NONE, records, 0);
  }

  private static FaultdAnswer remoteWrite(Map<String, String> headers, byte[] body, int reject)
      throws IOException {
    boolean second = String.valueOf(headers.get("content-type")).contains("proto=io.prometheus");
    List<TakenRecord> records = new ArrayList<>();
    int[] written = new int[3];
    int left = reject;
    for (WriteDecoder.Series series : WriteDecoder.decode(Snappy.uncompress(body), second)) {
      if (left-- > 0) {
        continue;
      }
      series.samples().forEach(s -> records.add(point(series, s.timestamp())));
      series.natives().forEach(n -> records.add(point(series, n.timestamp())));
      written[0] += series.samples().size();
      written[1] += series.natives().size();
      written[2] += series.exemplars().size();
    }
    if (reject > 0 && !second) {
      return FaultdAnswer.of(400, "as told");
    }
    FaultdAnswer answer =
        FaultdAnswer.of(
            reject > 0 ? 400 : 204, NONE, records, reject > 0 ? reject - Math.max(0, left) : 0);
    String[] names = {"Samples", "Histograms", "Exemplars"};
    for (int i = 0; second && i < names.length; i++) {
      answer.header("X-Prometheus-Remote-Write-" + names[i] + "-Written", "" + written[i]);
    }
    return answer;
  }

  private static TakenRecord point(WriteDecoder.Series series, long time) {
    return TakenRecord.point(series.labels(), time);
  }
}
