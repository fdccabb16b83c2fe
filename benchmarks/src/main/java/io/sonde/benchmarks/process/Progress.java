package io.sonde.benchmarks.process;

/** One line on the terminal. */
final class Progress {
  private final String title;
  private String round = "";

  Progress(String title) {
    this.title = title;
  }

  void round(String text) {
    round = text;
  }

  void tell(String step) {
    System.err.printf("\r\033[K%s, %s: %s", title, round, step);
  }

  void end() {
    System.err.print("\r\033[K");
  }
}
