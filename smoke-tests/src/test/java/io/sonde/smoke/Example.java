package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file under {@code examples/}, as users get it. */
final class Example {
  private Example() {}

  static String text(String path) throws IOException {
    return Files.readString(Path.of("..", "examples").resolve(path));
  }

  /** The queries of a file: one a line, behind what names a line of a document. */
  static List<String> queries(String path) throws IOException {
    return text(path)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("^S\\d:\\d+ ", ""))
        .toList();
  }
}
