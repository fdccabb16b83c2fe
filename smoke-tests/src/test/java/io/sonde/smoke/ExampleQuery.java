package io.sonde.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A query of a dashboard, a rule or a link of the examples.
 *
 * @param where names it in an error
 * @param language the type of Grafana's data source: prometheus or loki
 */
record ExampleQuery(String where, String language, String text) {
  static final Path RULES = Path.of("..", "examples", "prometheus", "rules");

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /** A metric with its labels, whose values may have braces. */
  private static final Pattern SELECTOR =
      Pattern.compile("[a-zA-Z_:][\\w:]*\\{(?:[^\"}]|" + STRING + ")*}");

  /** In groups: labels, whose comparisons are others, or a comparison of samples. */
  private static final Pattern COMPARISON =
      Pattern.compile("(\\{(?:[^\"}]|" + STRING + ")*})|(==|!=|<=|>=|<|>)(?! *bool)");

  /** The files of alerting and recording rules. */
  static List<Path> ruleFiles() throws IOException {
    try (Stream<Path> files = Files.list(RULES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The rules of a file as they stand there. */
  static List<Map<?, ?>> rules(Path file) throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    Map<?, ?> root = new Yaml().load(Files.readString(file));
    for (Object group : (List<?>) root.get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  /**
   * The expressions of all rules; those of alerts without their thresholds, which answer whether or
   * not they are exceeded.
   */
  static List<ExampleQuery> ofRules() throws IOException {
    List<ExampleQuery> queries = new ArrayList<>();
    for (Path file : ruleFiles()) {
      for (Map<?, ?> rule : rules(file)) {
        boolean alert = rule.containsKey("alert");
        String where =
            file.getFileName() + (alert ? ", alert " + rule.get("alert") : ", " + rule.get("record"));
        String expression = (String) rule.get("expr");
        queries.add(
            new ExampleQuery(
                where, "prometheus", alert ? withoutThreshold(expression) : expression));
      }
    }
    return queries;
  }

  /** With {@code bool} a comparison is a number for every series, instead of a choice of series. */
  static String withoutThreshold(String expression) {
    return COMPARISON
        .matcher(expression)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(2) == null ? found.group(1) : found.group(2) + " bool"));
  }

  /**
   * The selectors of PromQL. Each must find something: {@code a or b} is answered by one of them.
   */
  List<ExampleQuery> selectors() {
    return language.equals("prometheus")
        ? SELECTOR
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .distinct()
            .map(selector -> new ExampleQuery(where + ", selector", language, selector))
            .toList()
        : List.of();
  }

  @Override
  public String toString() {
    return where + ": " + text;
  }
}
