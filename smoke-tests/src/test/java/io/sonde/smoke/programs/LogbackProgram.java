package io.sonde.smoke.programs;

import io.sonde.bootstrap.http.HttpServerSpan;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs outside and inside of a span; with {@code fluent}, key-values, too (SLF4J 2). */
public final class LogbackProgram {
  private LogbackProgram() {}

  public static void main(String[] args) throws Exception {
    Logger log = LoggerFactory.getLogger("shop.Orders");
    log.info("outside");
    HttpServerSpan span = HttpServerSpan.start("/orders", new PathRequest());
    MDC.put("user", "joe");
    log.warn("inside {}", 1);
    log.error("failed", new IllegalStateException("boom"));
    log.debug("below the level");
    if (args.length > 0) {
      Fluent.log(log);
    }
    log.info("odd {}", new Odd());
    check(MDC.getCopyOfContextMap().equals(Map.of("user", "joe")));
    MDC.put("trace_id", "mine");
    log.info("own id");
    MDC.clear();
    span.deactivate();
    span.end(200, null);
    System.out.println("ids " + span.traceIdText() + " " + span.spanIdText());
    System.in.read();
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new AssertionError(MDC.getCopyOfContextMap());
    }
  }

  /** Loaded only where SLF4J has it. */
  private static final class Fluent {
    static void log(Logger log) {
      log.atInfo().addKeyValue("order", 42).addKeyValue("paid", true).log("with key-values");
    }
  }

  private static final class Odd {
    @Override
    public String toString() {
      throw new UnsupportedOperationException("toString of the application");
    }
  }
}
