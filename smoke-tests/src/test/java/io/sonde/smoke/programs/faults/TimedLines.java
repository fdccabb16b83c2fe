package io.sonde.smoke.programs.faults;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import org.slf4j.LoggerFactory;

/**
 * Logs each line of its stdin, {@code <seconds> <length> <text>}, at the time of its start and so
 * many seconds, filled up to the length. Logback by reflection, for it is none of the tests' own.
 */
public final class TimedLines {
  private TimedLines() {}

  public static void main(String[] args) throws Exception {
    long start = System.currentTimeMillis();
    Object logger = LoggerFactory.getLogger("timed");
    Class<?> levels = Class.forName("ch.qos.logback.classic.Level");
    Class<?> events = Class.forName("ch.qos.logback.classic.spi.LoggingEvent");
    Class<?> event = Class.forName("ch.qos.logback.classic.spi.ILoggingEvent");
    Constructor<?> constructor =
        events.getConstructor(
            String.class, logger.getClass(), levels, String.class, Throwable.class, Object[].class);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      String text = words[2] + "x".repeat(Integer.parseInt(words[1]));
      Object each =
          constructor.newInstance(
              TimedLines.class.getName(),
              logger,
              levels.getField("INFO").get(null),
              text,
              null,
              null);
      events
          .getMethod("setTimeStamp", long.class)
          .invoke(each, start + Integer.parseInt(words[0]) * 1000L);
      logger.getClass().getMethod("callAppenders", event).invoke(logger, each);
    }
  }
}
