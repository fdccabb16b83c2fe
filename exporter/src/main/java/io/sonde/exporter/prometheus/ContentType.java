package io.sonde.exporter.prometheus;

/** The format of an answer, negotiated, with its exact header value. Immutable. */
final class ContentType {
  enum Format {
    TEXT,
    OPEN_METRICS,
    PROTOBUF
  }

  private static final ContentType TEXT =
      new ContentType(Format.TEXT, "text/plain; version=0.0.4; charset=utf-8");
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PROTOBUF = "application/vnd.google.protobuf";
  private static final String METRIC_FAMILY = "io.prometheus.client.MetricFamily";

  private final Format format;
  private final String header;

  private ContentType(Format format, String header) {
    this.format = format;
    this.header = header;
  }

  Format format() {
    return format;
  }

  /** Prometheus 3 refuses a scrape whose {@code Content-Type} it cannot read. */
  String header() {
    return header;
  }

  /**
   * The known format of the highest quality, the first among equals; text 0.0.4 when none is known.
   *
   * @param accept null when it was not sent
   */
  static ContentType negotiate(String accept) {
    ContentType best = TEXT;
    double quality = 0;
    for (AcceptRange range : AcceptRange.parse(accept)) {
      ContentType offered = range.quality() > quality ? offer(range) : null;
      if (offered != null) {
        best = offered;
        quality = range.quality();
      }
    }
    return best;
  }

  private static ContentType offer(AcceptRange range) {
    String type = range.value();
    String version = range.parameter("version");
    if (type.equals(OPEN_METRICS)) {
      String answered = version == null ? "1.0.0" : version;
      return answered.equals("1.0.0") || answered.equals("0.0.1")
          ? of(
              Format.OPEN_METRICS, OPEN_METRICS + "; version=" + answered, "; charset=utf-8", range)
          : null;
    }
    if (type.equals(PROTOBUF)) {
      String encoding = range.parameter("encoding");
      return METRIC_FAMILY.equals(range.parameter("proto"))
              && (encoding == null || encoding.equals("delimited"))
          ? of(
              Format.PROTOBUF, PROTOBUF + "; proto=" + METRIC_FAMILY, "; encoding=delimited", range)
          : null;
    }
    boolean text = type.equals("text/plain") || type.equals("text/*") || type.equals("*/*");
    return text && (version == null || version.equals("0.0.4")) ? TEXT : null;
  }

  /**
   * Names are always written with underscores, which is said to a client that knows of escaping.
   */
  private static ContentType of(Format format, String type, String last, AcceptRange range) {
    String escaping = range.parameter("escaping") == null ? "" : "; escaping=underscores";
    return new ContentType(format, type + last + escaping);
  }
}
