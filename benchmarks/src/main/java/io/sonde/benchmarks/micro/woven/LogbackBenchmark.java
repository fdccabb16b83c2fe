package io.sonde.benchmarks.micro.woven;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.slf4j.LoggerFactory;

/** A log line of Logback with two arguments. */
public class LogbackBenchmark extends Woven {
  private final Logger logger = (Logger) LoggerFactory.getLogger("com.shop.OrderService");
  private final Formatting appender = new Formatting();

  @Setup
  public void configure() {
    LoggerContext context = logger.getLoggerContext();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    appender.setContext(context);
    appender.start();
  }

  @Benchmark
  public Object info() {
    logger.info("order {} of {} placed", 4711, "Alice");
    return appender.latest;
  }

  @Override
  void callEach() {
    info();
  }

  @Override
  int expectedSpans() {
    return 0;
  }

  @Override
  int expectedLogs() {
    return 1;
  }

  /** The event keeps its text: an appender that left it unformatted would leave that to us. */
  private static final class Formatting extends UnsynchronizedAppenderBase<ILoggingEvent> {
    String latest;

    @Override
    protected void append(ILoggingEvent event) {
      latest = event.getFormattedMessage();
    }
  }
}
