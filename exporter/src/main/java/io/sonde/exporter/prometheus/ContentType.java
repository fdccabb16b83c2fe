package io.sonde.exporter.prometheus;

/** The format of an answer, negotiated, with its exact header value. Immutable. */
final class ContentType {
  enum Format {
    TEXT,
    OPEN_METRICS,
    PROTOBUF
  }

  private static final ContentType TEXT =
      new ContentType(
          Format.TEXT, "text/plain; version=0.0.4; charset=utf-8", EscapingScheme.UNDERSCORES);
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PROTOBUF = "application/vnd.google.protobuf";
  private static final String METRIC_FAMILY = "io.prometheus.client.MetricFamily";

  private final Format format;
  private final String header;
  private final EscapingScheme escaping;

  private ContentType(Format format, String header, EscapingScheme escaping) {
    this.format = format;
    this.header = header;
    this.escaping = escaping;
  }

  Format format() {
    return format;
  }

  EscapingScheme escaping() {
    return escaping;
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
      return openMetrics(version == null ? "1.0.0" : version, range);
    }
    if (type.equals(PROTOBUF)) {
      String encoding = range.parameter("encoding");
      return METRIC_FAMILY.equals(range.parameter("proto"))
              && (encoding == null || encoding.equals("delimited"))
          ? of(
              Format.PROTOBUF,
              PROTOBUF + "; proto=" + METRIC_FAMILY + "; encoding=delimited",
              range)
          : null;
    }
    if (type.equals("text/plain") && "1.0.0".equals(version)) {
      // This version is the first with escaping, and has to say which.
      EscapingScheme escaping = EscapingScheme.of(range.parameter("escaping"));
      return new ContentType(
          Format.TEXT,
          "text/plain; version=1.0.0; charset=utf-8; escaping=" + escaping.text,
          escaping);
    }
    boolean text = type.equals("text/plain") || type.equals("text/*") || type.equals("*/*");
    return text && (version == null || version.equals("0.0.4")) ? TEXT : null;
  }

  private static ContentType openMetrics(String version, AcceptRange range) {
    String header = OPEN_METRICS + "; version=" + version + "; charset=utf-8";
    if (version.equals("0.0.1")) {
      return new ContentType(Format.OPEN_METRICS, header, EscapingScheme.UNDERSCORES);
    }
    return version.equals("1.0.0") ? of(Format.OPEN_METRICS, header, range) : null;
  }

  /** Escaping is named to a client that knows of it only. */
  private static ContentType of(Format format, String type, AcceptRange range) {
    String asked = range.parameter("escaping");
    EscapingScheme escaping = EscapingScheme.of(asked);
    return new ContentType(
        format, asked == null ? type : type + "; escaping=" + escaping.text, escaping);
  }
}
