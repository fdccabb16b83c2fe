package io.sonde.bootstrap;

/**
 * One event of a logging framework, as its application made it. Once handed over nothing changes
 * but what {@link TraceCapture} keeps in it.
 */
public final class LogEvent extends Captured {
  /** Characters kept of a message. */
  private static final int MESSAGE_LENGTH = 64 * 1024;

  private static final Object[] NO_ATTRIBUTES = {};

  private final long epochNanos;
  private final int severityNumber;
  private final String severityText;
  private final String logger;
  private final String threadName;
  private final String message;
  private final Throwable thrown;
  private final Object[] attributes;
  private final Span span;

  /** An event of the current span. */
  public LogEvent(
      long epochNanos,
      int severityNumber,
      String severityText,
      String logger,
      String threadName,
      String message,
      Throwable thrown,
      Object[] attributes) {
    this(
        epochNanos,
        severityNumber,
        severityText,
        logger,
        threadName,
        message,
        thrown,
        attributes,
        Span.current());
  }

  /**
   * @param epochNanos when, in nanoseconds since the epoch
   * @param severityNumber 1 to 24, of the OpenTelemetry log data model
   * @param severityText the framework's own name of the level
   * @param thrown the exception that was logged, or null
   * @param attributes keys and values in turns (String; String, Long, Double or Boolean): MDC and
   *     key-values; may be null
   * @param span that was current when the application logged, or null
   */
  public LogEvent(
      long epochNanos,
      int severityNumber,
      String severityText,
      String logger,
      String threadName,
      String message,
      Throwable thrown,
      Object[] attributes,
      Span span) {
    this.epochNanos = epochNanos;
    this.severityNumber = severityNumber;
    this.severityText = severityText;
    this.logger = logger;
    this.threadName = threadName;
    this.message = message == null ? "" : Text.cut(message, MESSAGE_LENGTH);
    this.thrown = thrown;
    this.attributes = attributes == null ? NO_ATTRIBUTES : attributes;
    this.span = span;
  }

  /**
   * The severity number of a level of Logback, by its number: ten thousands from DEBUG, 10,000, to
   * ERROR, 40,000. What lies between two levels is the lower.
   */
  public static int severity(int level) {
    return level < 10_000 ? 1 : 4 * Math.min(level / 10_000, 4) + 1;
  }

  /**
   * An event of the agent's own about a span that has ended, at its end.
   *
   * @param attributes keys and values in turns, as above
   */
  public LogEvent(
      Span span,
      int severityNumber,
      String severityText,
      String logger,
      String threadName,
      String message,
      Object[] attributes) {
    this.epochNanos = span.endEpochNanos();
    this.severityNumber = severityNumber;
    this.severityText = severityText;
    this.logger = logger;
    this.threadName = threadName;
    this.message = Text.cut(message, MESSAGE_LENGTH);
    this.thrown = null;
    this.attributes = attributes;
    this.span = span;
  }

  public long epochNanos() {
    return epochNanos;
  }

  public int severityNumber() {
    return severityNumber;
  }

  public String severityText() {
    return severityText;
  }

  public String logger() {
    return logger;
  }

  public String threadName() {
    return threadName;
  }

  public String message() {
    return message;
  }

  public Throwable thrown() {
    return thrown;
  }

  public Object[] attributes() {
    return attributes;
  }

  /** The span that was current when the event was made, or null. */
  public Span span() {
    return span;
  }

  /** About how many bytes of heap the event holds; a stack trace is taken for 4 KiB. */
  public int bytes() {
    int size = 160 + 2 * message.length() + (thrown == null ? 0 : 4096);
    for (Object value : attributes) {
      size += value instanceof String ? 40 + 2 * ((String) value).length() : 24;
    }
    return size;
  }
}
