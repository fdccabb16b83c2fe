package io.sonde.instrumentation.logging;

import ch.qos.logback.classic.spi.LoggingEvent;
import io.sonde.bootstrap.Span;
import io.sonde.bootstrap.TraceMdc;
import io.sonde.instrumentation.advice.Arg;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;
import java.util.Map;
import org.slf4j.MDC;

/**
 * Logback 1.2 to 1.6: puts the ids of the current span where a pattern finds them ({@code
 * %X{trace_id}}). They go into the event's own copy of the MDC, taken on the application's thread,
 * so asynchronous appenders see them; the MDC itself is never touched (faults H1, H2).
 */
@Instrumentation("logback-mdc")
@Weave(types = "ch.qos.logback.classic.Logger", methods = "callAppenders")
final class LogbackMdc {
  private LogbackMdc() {}

  @Enter
  static void enter(@Arg(0) Object event) {
    Span span = Span.current();
    if (span == null || !(event instanceof LoggingEvent)) {
      return;
    }
    Map<String, String> application = MDC.getCopyOfContextMap();
    if (application != null && application.containsKey("trace_id")) {
      return;
    }
    try {
      ((LoggingEvent) event).setMDCPropertyMap(new TraceMdc(span, application));
    } catch (IllegalStateException e) {
      // The application made the event with an MDC of its own.
    }
  }
}
