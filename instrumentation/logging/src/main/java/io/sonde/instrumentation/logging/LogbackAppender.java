package io.sonde.instrumentation.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.TraceMdc;
import io.sonde.bootstrap.Tracer;
import io.sonde.bootstrap.metrics.LogCounts;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Optional;
import io.sonde.instrumentation.advice.Weave;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Logback 1.2 to 1.6: exports every event that has passed the levels, once, however many appenders
 * it goes to. Behind the appenders, so that what they cost is not ours and the event's MDC is set.
 */
@Instrumentation("logback-appender")
@Weave(types = "ch.qos.logback.classic.Logger", methods = "callAppenders")
final class LogbackAppender {
  /** Logback 1.2 has no key-values. */
  private static boolean hasKeyValues = true;

  private LogbackAppender() {}

  @Exit
  static void exit(@Arg(0) ILoggingEvent event) {
    if (Tracer.suppressed()) {
      return;
    }
    Level level = event.getLevel();
    int severity = severity(level.levelInt);
    LogCounts.add(severity);
    IThrowableProxy proxy = event.getThrowableProxy();
    Telemetry.log(
        new LogEvent(
            event.getTimeStamp() * 1_000_000L,
            severity,
            level.levelStr,
            event.getLoggerName(),
            event.getThreadName(),
            event.getFormattedMessage(),
            proxy instanceof ThrowableProxy ? ((ThrowableProxy) proxy).getThrowable() : null,
            attributes(event)));
  }

  /** Severity numbers of the OpenTelemetry log data model. */
  private static int severity(int level) {
    if (level >= Level.ERROR_INT) {
      return 17;
    }
    if (level >= Level.WARN_INT) {
      return 13;
    }
    if (level >= Level.INFO_INT) {
      return 9;
    }
    return level >= Level.DEBUG_INT ? 5 : 1;
  }

  private static Object[] attributes(ILoggingEvent event) {
    Map<String, String> mdc = event.getMDCPropertyMap();
    if (mdc instanceof TraceMdc) {
      mdc = ((TraceMdc) mdc).application();
    }
    List<Object> pairs = null;
    if (mdc != null && !mdc.isEmpty()) {
      pairs = new ArrayList<Object>(2 * mdc.size());
      for (Map.Entry<String, String> entry : mdc.entrySet()) {
        String key = entry.getKey();
        boolean ours = key.equals("trace_id") || key.equals("span_id") || key.equals("trace_flags");
        if (!ours && entry.getValue() != null) {
          pairs.add(key);
          pairs.add(entry.getValue());
        }
      }
    }
    if (hasKeyValues) {
      try {
        pairs = KeyValues.add(event, pairs);
      } catch (LinkageError e) {
        hasKeyValues = false;
      }
    }
    return pairs == null ? null : pairs.toArray();
  }

  /** Logback 1.3 and later, SLF4J 2. */
  @Optional
  static final class KeyValues {
    private KeyValues() {}

    static List<Object> add(ILoggingEvent event, List<Object> pairs) {
      List<KeyValuePair> keyValues = event.getKeyValuePairs();
      if (keyValues == null || keyValues.isEmpty()) {
        return pairs;
      }
      List<Object> all = pairs == null ? new ArrayList<Object>(2 * keyValues.size()) : pairs;
      for (KeyValuePair pair : keyValues) {
        if (pair != null && pair.key != null && pair.value != null) {
          all.add(pair.key);
          all.add(value(pair.value));
        }
      }
      return all;
    }

    /** The application logged the value to be read as text, so its own toString is due. */
    private static Object value(Object value) {
      if (value instanceof Boolean || value instanceof Double || value instanceof Long) {
        return value;
      }
      if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
        return Long.valueOf(((Number) value).longValue());
      }
      if (value instanceof Float) {
        return Double.valueOf(((Float) value).doubleValue());
      }
      return String.valueOf(value);
    }
  }
}
