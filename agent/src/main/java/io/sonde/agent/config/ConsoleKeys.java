package io.sonde.agent.config;

/** The console, and who may look at it. */
public final class ConsoleKeys {
  static final Section SECTION =
      new Section(
          "Console",
          "The page on the port of the scrape endpoint, `http://localhost:9464/`. It is for browsers"
              + " on the same machine unless a setting here or under Prometheus opens it;"
              + " [console.md](console.md) tells more.");

  public static final Key<Boolean> ENABLED =
      SECTION.flag(
          "sonde.console.enabled",
          true,
          "Whether there is a console. Without it nothing is kept for it; where metrics do not go to"
              + " `prometheus` either, no port is opened.");

  public static final Key<String> TOKEN =
      SECTION.secret(
          "sonde.console.token",
          "Who has it may look from other machines: `http://host:9464/?token=...`, or `Authorization:"
              + " Bearer ...`. Choose a long one.");

  public static final Key<Integer> MAX_BYTES =
      SECTION.number(
          "sonde.console.max-bytes",
          16 << 20,
          1 << 20,
          1 << 30,
          "bytes",
          "Memory for all that the console keeps: traces, log events and the history of an hour.");

  private ConsoleKeys() {}
}
