package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The alerting and recording rules of the examples. */
final class ExampleRules {
  static final Path FOLDER = Path.of("..", "examples", "prometheus", "rules");

  private ExampleRules() {}

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The rules of a file as they stand there. */
  static List<Map<?, ?>> of(Path file) throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    Map<?, ?> root = new Yaml().load(Files.readString(file));
    for (Object group : (List<?>) root.get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  /** The alerts of a file as they stand there. */
  static List<Map<?, ?>> alerts(Path file) throws IOException {
    return of(file).stream().filter(rule -> rule.containsKey("alert")).toList();
  }

  /** Copies them into {@code folder}, without their times of waiting. */
  static Path atOnce(Path folder) throws IOException {
    Path copies = Files.createDirectories(folder.resolve("rules"));
    for (Path file : files()) {
      String text =
          Files.readString(file)
              .replaceAll("for: \\w+", "for: 0s")
              .replaceAll("interval: \\w+", "");
      Files.writeString(copies.resolve(file.getFileName()), text);
    }
    return copies;
  }

  /**
   * The expressions; those of alerts without their thresholds, which answer whether or not they are
   * exceeded.
   */
  static List<ExampleQuery> queries() throws IOException {
    List<ExampleQuery> queries = new ArrayList<>();
    for (Path file : files()) {
      for (Map<?, ?> rule : of(file)) {
        Object alert = rule.get("alert");
        String expression = (String) rule.get("expr");
        queries.add(
            new ExampleQuery(
                file.getFileName()
                    + (alert == null ? ", " + rule.get("record") : ", alert " + alert),
                "prometheus",
                alert == null ? expression : ExampleQuery.withoutThreshold(expression)));
      }
    }
    return queries;
  }
}
