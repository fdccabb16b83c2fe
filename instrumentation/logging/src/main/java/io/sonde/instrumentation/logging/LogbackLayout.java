package io.sonde.instrumentation.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.layout.TTLLLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.sonde.bootstrap.LogEvent;
import io.sonde.bootstrap.LogLayout;
import io.sonde.bootstrap.LogPairs;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.TraceMdc;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Exit;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Optional;
import io.sonde.instrumentation.advice.Return;
import io.sonde.instrumentation.advice.This;
import io.sonde.instrumentation.advice.Weave;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Logback 1.2 to 1.6: has console and file appenders write lines that collectors read without a
 * mapping. Only where Logback's own pattern makes the line: a layout or an encoder of another class
 * may be there to leave something out.
 */
@Instrumentation("logback-layout")
final class LogbackLayout {
  /** Logback 1.2 has no key-values. */
  private static boolean hasKeyValues = true;

  private LogbackLayout() {}

  /** Behind the application's own layout, whose bytes are there when ours cannot be made. */
  @Weave(types = "ch.qos.logback.core.encoder.LayoutWrappingEncoder", methods = "encode")
  static final class Encode {
    private Encode() {}

    @Exit(replaceReturn = true)
    static byte[] exit(
        @This LayoutWrappingEncoder<?> encoder, @Arg(0) Object event, @Return byte[] own) {
      if (own == null || !(event instanceof ILoggingEvent)) {
        return own;
      }
      Layout<?> layout = encoder.getLayout();
      if (layout.getClass() != PatternLayout.class && layout.getClass() != TTLLLayout.class) {
        LogLayout.leave(layout.getClass().getName());
        return own;
      }
      return LogLayout.line(event((ILoggingEvent) event), own);
    }
  }

  /** Tells of encoders that make their lines themselves. */
  @Weave(types = "ch.qos.logback.core.OutputStreamAppender", methods = "setEncoder")
  static final class SetEncoder {
    private SetEncoder() {}

    @Enter
    static void enter(@Arg(0) Object encoder) {
      if (encoder != null && !(encoder instanceof LayoutWrappingEncoder)) {
        LogLayout.leave(encoder.getClass().getName());
      }
    }
  }

  private static LogEvent event(ILoggingEvent event) {
    Level level = event.getLevel();
    IThrowableProxy proxy = event.getThrowableProxy();
    Map<String, String> mdc = event.getMDCPropertyMap();
    LogPairs pairs = LogPairs.ofMdc(mdc);
    if (hasKeyValues) {
      try {
        pairs = KeyValues.add(event, pairs);
      } catch (LinkageError e) {
        hasKeyValues = false;
      }
    }
    return new LogEvent(
        event.getTimeStamp() * 1_000_000L,
        LogEvent.severity(level.levelInt),
        level.levelStr,
        event.getLoggerName(),
        event.getThreadName(),
        event.getFormattedMessage(),
        proxy instanceof ThrowableProxy ? ((ThrowableProxy) proxy).getThrowable() : null,
        LogPairs.toArray(pairs),
        // An asynchronous appender writes on a thread of its own.
        mdc instanceof TraceMdc ? ((TraceMdc) mdc).span() : Span.current());
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
