package io.sonde.exporter;

import io.sonde.bootstrap.AgentLog;

/**
 * Warns of records that are lost to a destination in one way: of the first at once, of more an hour
 * later at the earliest, or for another reason a minute later. For one thread.
 */
final class LossWarning {
  private static final long SECOND = 1_000_000_000L;
  private static final long QUIET = 60 * SECOND;
  private static final long REPEAT = 3600 * SECOND;

  private final String destination;
  private long lastTold = System.nanoTime() - QUIET;
  private String lastText;
  private long untold;

  LossWarning(String destination) {
    this.destination = destination;
  }

  /** Notes the loss. Needs no memory. */
  void lost(long records) {
    untold += records;
  }

  /**
   * Tells of what was lost, if there is something and it is due.
   *
   * @param text behind the number, with the reason
   */
  void tell(String text) {
    long now = System.nanoTime();
    // Wrong credentials refuse every batch: the same again is told hourly, something new soon.
    if (untold > 0 && now - lastTold >= (text.equals(lastText) ? REPEAT : QUIET)) {
      lastTold = now;
      lastText = text;
      AgentLog.warn(destination + ": " + untold + text);
      untold = 0;
    }
  }
}
