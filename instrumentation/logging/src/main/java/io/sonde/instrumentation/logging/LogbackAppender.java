package io.sonde.instrumentation.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.LogPairs;
import io.sonde.bootstrap.Telemetry;
import io.sonde.bootstrap.Tracer;
import io.sonde.bootstrap.metrics.LogCounts;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Optional;
import io.sonde.instrumentation.advice.Weave;
import java.util.List;
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
    int severity = LogEvent.severity(level.levelInt);
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

  private static Object[] attributes(ILoggingEvent event) {
    LogPairs pairs = LogPairs.ofMdc(event.getMDCPropertyMap());
    if (hasKeyValues) {
      try {
        pairs = KeyValues.add(event, pairs);
      } catch (LinkageError e) {
        hasKeyValues = false;
      }
    }
    return LogPairs.toArray(pairs);
  }

  /** Logback 1.3 and later, SLF4J 2. */
  @Optional
  static final class KeyValues {
    private KeyValues() {}

    static LogPairs add(ILoggingEvent event, LogPairs before) {
      LogPairs pairs = before;
      List<KeyValuePair> keyValues = event.getKeyValuePairs();
      if (keyValues != null) {
        for (KeyValuePair pair : keyValues) {
          if (pair != null) {
            pairs = LogPairs.withKeyValue(pairs, pair.key, pair.value);
          }
        }
      }
      return pairs;
    }
  }
}
