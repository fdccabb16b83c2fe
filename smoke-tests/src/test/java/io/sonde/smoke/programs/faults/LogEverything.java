package io.sonde.smoke.programs.faults;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that can become a record of Logback does: what is printed, and what the JDK logs. */
final class LogEverything {
  private static final java.util.logging.Logger JDK = java.util.logging.Logger.getLogger("jdk");
  private static final java.util.logging.Logger SUN = java.util.logging.Logger.getLogger("sun");

  private LogEverything() {}

  static void begin() throws ReflectiveOperationException {
    Class<?> bridge = Class.forName("org.slf4j.bridge.SLF4JBridgeHandler");
    bridge.getMethod("removeHandlersForRootLogger").invoke(null);
    bridge.getMethod("install").invoke(null);
    JDK.setLevel(Level.ALL);
    SUN.setLevel(Level.ALL);
    System.setOut(new PrintStream(new Lines("stdout"), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new Lines("stderr"), true, StandardCharsets.UTF_8));
  }

  private static final class Lines extends OutputStream {
    private final Logger logger;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(String name) {
      logger = LoggerFactory.getLogger(name);
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        logger.info(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
