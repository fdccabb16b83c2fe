package io.sonde.agent.config;

/** Where spans and log records wait on disk. */
public final class SpoolKeys {
  static final Section SECTION =
      new Section(
          "Spool",
          "Where spans and log records wait that cannot be delivered: in memory alone, or, with a"
              + " directory, on disk until the destination is back, also if the process ends or is"
              + " killed meanwhile. Metrics are not spooled: sums are cumulative, so the next"
              + " reading makes up for those that were lost.");

  public static final Key<String> DIRECTORY =
      SECTION.text(
          "sonde.spool.directory",
          null,
          "Path of the directory, made when it is not there; nothing is written to disk when unset."
              + " Processes that share one have directories of their own in it, and the next to"
              + " start delivers what those that ended have left. Files are readable for the user"
              + " of the process alone, and hold what the destination would get, without the"
              + " headers.");

  public static final Key<Integer> MAX_BYTES =
      SECTION.number(
          "sonde.spool.max-bytes",
          256 * 1024 * 1024,
          1024 * 1024,
          Integer.MAX_VALUE,
          "bytes",
          "The most that one process keeps there, in equal parts for each signal and exporter; the"
              + " oldest requests go first.");

  private SpoolKeys() {}
}
