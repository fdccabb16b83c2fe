package io.sonde.agent.logging;

import io.sonde.bootstrap.AgentLog;

/** Stands for {@code java.util.logging.Logger}, as far as the SDK uses it. */
public final class Logger {
  private static final Logger ONLY = new Logger();

  private Logger() {}

  public static Logger getLogger(String name) {
    return ONLY;
  }

  public boolean isLoggable(Level level) {
    return level.told || AgentLog.debugEnabled();
  }

  public void log(Level level, String message) {
    if (level.told) {
      AgentLog.warn(message);
    } else {
      AgentLog.debug(message);
    }
  }

  public void log(Level level, String message, Throwable thrown) {
    log(level, message + ": " + thrown);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }
}
