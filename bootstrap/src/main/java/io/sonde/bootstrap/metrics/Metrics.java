package io.sonde.bootstrap.metrics;

/**
 * The instruments of the OpenTelemetry semantic conventions (1.44) that the agent's hooks record
 * into. Label order is part of the contract between a hook and its instrument. Thread safe.
 */
public final class Metrics {
  /** {@code http.server.request.duration} and {@code http.client.request.duration}, in seconds. */
  private static final double[] HTTP_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  private static final double[] DB_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};

  /** In milliseconds, as the OpenTelemetry Collector's connector of the same purpose has them. */
  private static final double[] SPAN_BOUNDS = {
    2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1000, 1400, 2000, 5000, 10_000, 15_000
  };

  private static final double[] GC_BOUNDS = {0.01, 0.1, 1, 10};

  public static final Histogram HTTP_SERVER_DURATION =
      new Histogram(
          "http.server.request.duration",
          "Duration of HTTP server requests.",
          HTTP_BOUNDS,
          "http.request.method",
          "url.scheme",
          "http.route",
          "http.response.status_code",
          "error.type",
          "network.protocol.version");

  public static final UpDownCounter HTTP_SERVER_ACTIVE =
      new UpDownCounter(
          "http.server.active_requests",
          "Number of active HTTP server requests.",
          "{request}",
          "http.request.method",
          "url.scheme");

  public static final Histogram HTTP_CLIENT_DURATION =
      new Histogram(
          "http.client.request.duration",
          "Duration of HTTP client requests.",
          HTTP_BOUNDS,
          "http.request.method",
          "server.address",
          "server.port",
          "http.response.status_code",
          "error.type",
          "network.protocol.version");

  public static final Histogram DB_CLIENT_DURATION =
      new Histogram(
          "db.client.operation.duration",
          "Duration of database client operations.",
          DB_BOUNDS,
          "db.system.name",
          "db.namespace",
          "db.operation.name",
          "db.query.summary",
          "server.address",
          "server.port",
          "error.type",
          "db.response.status_code");

  public static final Histogram DB_CONNECTION_CREATE_TIME =
      pool("db.client.connection.create_time", "The time it took to create a new connection.");

  public static final Histogram DB_CONNECTION_WAIT_TIME =
      pool(
          "db.client.connection.wait_time",
          "The time it took to obtain an open connection from the pool.");

  public static final Histogram DB_CONNECTION_USE_TIME =
      pool(
          "db.client.connection.use_time",
          "The time between borrowing a connection and returning it to the pool.");

  public static final UpDownCounter DB_CONNECTION_TIMEOUTS =
      new UpDownCounter(
          true,
          "db.client.connection.timeouts",
          "The number of connection timeouts that have occurred trying to obtain a connection.",
          "{timeout}",
          "db.client.connection.pool.name");

  /** Recorded by the agent's own JVM observer. */
  public static final Histogram JVM_GC_DURATION =
      new Histogram(
          "jvm.gc.duration",
          "Duration of JVM garbage collection actions.",
          GC_BOUNDS,
          "jvm.gc.name",
          "jvm.gc.action",
          "jvm.gc.cause");

  /** Recorded by {@link SpanMetrics}. */
  static final Histogram SPAN_DURATION =
      new Histogram(
          "traces.span.metrics.duration",
          "Duration of spans, sampled or not.",
          "ms",
          1e6,
          SPAN_BOUNDS,
          "span.name",
          "span.kind",
          "status.code");

  private static final Histogram[] HISTOGRAMS = {
    HTTP_SERVER_DURATION,
    HTTP_CLIENT_DURATION,
    DB_CLIENT_DURATION,
    DB_CONNECTION_CREATE_TIME,
    DB_CONNECTION_WAIT_TIME,
    DB_CONNECTION_USE_TIME,
    JVM_GC_DURATION,
    SPAN_DURATION
  };

  private static final UpDownCounter[] COUNTERS = {
    HTTP_SERVER_ACTIVE, DB_CONNECTION_TIMEOUTS, LogCounts.EVENTS
  };

  private Metrics() {}

  private static Histogram pool(String name, String description) {
    return new Histogram(name, description, HTTP_BOUNDS, "db.client.connection.pool.name");
  }

  public static Histogram[] histograms() {
    return HISTOGRAMS.clone();
  }

  public static UpDownCounter[] counters() {
    return COUNTERS.clone();
  }
}
