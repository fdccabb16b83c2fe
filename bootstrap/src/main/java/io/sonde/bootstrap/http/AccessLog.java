package io.sonde.bootstrap.http;

import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Numbers;
import io.sonde.bootstrap.RecentText;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.Text;

/** One log event for each request that was answered. Off until configured. Thread safe. */
public final class AccessLog {
  static final String LOGGER = "sonde.access";

  /** The key of the diagnostic context (MDC) under which applications say for whom they work. */
  private static final String USER = "user_id";

  private static final int USER_LENGTH = 256;
  private static final int INFO = 9;
  private static final int ERROR = 17;
  private static final String[] STATUS_TEXTS = new String[600];

  private static volatile boolean on;

  private AccessLog() {}

  public static void configure(boolean on) {
    AccessLog.on = on;
  }

  static boolean on() {
    return on;
  }

  /** The application puts something into its diagnostic context, which it clears in the end. */
  public static void contextPut(String key, String value) {
    if (!USER.equals(key) || value == null) {
      return;
    }
    Span span = Span.current();
    Span root = span == null ? null : span.localRoot();
    if (root instanceof HttpServerSpan) {
      ((HttpServerSpan) root).user(Text.cut(value, USER_LENGTH));
    }
  }

  /**
   * @param route null when there is none
   * @param user null when the application has not said
   */
  static void log(
      HttpServerSpan span,
      String method,
      String path,
      String route,
      int status,
      long durationNanos,
      String user) {
    boolean failed = status >= 500;
    String visiblePath = UrlText.withoutParameters(path);
    String message = RecentText.joined(RecentText.joined(method, visiblePath), text(status));
    Object[] attributes = new Object[user == null ? 10 : 12];
    attributes[0] = "method";
    attributes[1] = method;
    attributes[2] = "endpoint";
    attributes[3] = route == null ? visiblePath : route;
    attributes[4] = "path";
    attributes[5] = visiblePath;
    attributes[6] = "status";
    attributes[7] = Numbers.box(status);
    attributes[8] = "response_time";
    attributes[9] = Double.valueOf((durationNanos + 500) / 1000 / 1e3);
    if (user != null) {
      attributes[10] = USER;
      attributes[11] = user;
    }
    Telemetry.log(
        new LogEvent(
            span,
            failed ? ERROR : INFO,
            failed ? "ERROR" : "INFO",
            LOGGER,
            Thread.currentThread().getName(),
            message,
            attributes));
  }

  private static String text(int status) {
    if (status < 0 || status >= STATUS_TEXTS.length) {
      return Integer.toString(status);
    }
    String text = STATUS_TEXTS[status];
    if (text == null) {
      text = Integer.toString(status);
      STATUS_TEXTS[status] = text;
    }
    return text;
  }
}
