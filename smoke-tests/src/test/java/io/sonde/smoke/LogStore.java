package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A Loki. */
interface LogStore extends AutoCloseable {
  /** The real one where {@code loki} is on the {@code PATH}. */
  static LogStore start(Path folder) throws IOException {
    return Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "loki")))
        ? new RealLoki(folder)
        : new StrictLoki();
  }

  String url();

  /**
   * The answer to a query of LogQL: lines, as it formats them, or for each stream the text of a
   * number.
   */
  List<String> query(String logql);

  @Override
  void close();
}
