package io.sonde.agent.logging;

/** Stands for {@code java.util.logging.Level}. */
public final class Level {
  public static final Level SEVERE = new Level(true);
  public static final Level WARNING = new Level(true);
  public static final Level INFO = new Level(false);
  public static final Level CONFIG = new Level(false);
  public static final Level FINE = new Level(false);
  public static final Level FINER = new Level(false);
  public static final Level FINEST = new Level(false);

  final boolean told;

  private Level(boolean told) {
    this.told = told;
  }
}
