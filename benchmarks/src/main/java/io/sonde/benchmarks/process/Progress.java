package io.sonde.benchmarks.process;

import java.io.IOException;

/** One line on the terminal, and what failed. */
final class Progress {
  /** What is done with one variant. */
  interface Step {
    void run() throws Exception;
  }

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

  /** A variant that fails is told, and has no value in this turn. */
  void attempt(Variant variant, Step step) throws Exception {
    try {
      step.run();
    } catch (IOException failed) {
      warn("%s: %s", variant.title, failed.getMessage());
    }
  }

  /** A line that stays. */
  void warn(String format, Object... arguments) {
    System.err.printf("\n" + format + "%n", arguments);
  }

  void end() {
    System.err.print("\r\033[K");
  }
}
