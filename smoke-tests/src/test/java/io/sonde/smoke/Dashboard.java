package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A dashboard of the examples: its queries, as Grafana would ask them with "All" chosen. */
final class Dashboard {
  private static final Path FOLDER = Path.of("..", "examples", "grafana", "dashboards");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.*), (\\w+)\\)", Pattern.DOTALL);

  /** What Grafana would make of the time range and the width of a panel. */
  private static final Map<String, String> BUILT_IN =
      Map.of("__rate_interval", "1m", "__auto", "1m", "__range", "1h");

  final String file;
  final JsonNode root;
  private final Map<String, String> values = new HashMap<>(BUILT_IN);

  private Dashboard(Path path) throws IOException {
    file = path.getFileName().toString();
    root = new ObjectMapper().readTree(path.toFile());
  }

  static List<Dashboard> all() throws IOException {
    List<Dashboard> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        all.add(new Dashboard(file));
      }
    }
    return all;
  }

  /**
   * The queries of the variables and panels.
   *
   * @param prometheus answers with the values that a label has in a PromQL query's result
   */
  List<ExampleQuery> queries(Function<ExampleQuery, List<String>> prometheus) {
    List<ExampleQuery> queries = new ArrayList<>();
    for (JsonNode variable : root.path("templating").path("list")) {
      String where = file + ", variable " + variable.path("name").asText();
      String query = variable.path("query").asText();
      String value = query;
      switch (variable.path("type").asText()) {
        case "datasource", "textbox" -> {}
        case "custom" -> value = variable.path("allValue").asText();
        case "query" -> {
          Matcher labelValues = LABEL_VALUES.matcher(query);
          if (!labelValues.matches()) {
            throw new AssertionError(where + ": " + query);
          }
          ExampleQuery asked =
              new ExampleQuery(
                  where,
                  "prometheus",
                  "count by (%2$s) (%1$s)"
                      .formatted(replaced(where, labelValues.group(1)), labelValues.group(2)));
          queries.add(asked);
          value = all(variable, prometheus.apply(asked));
        }
        default -> throw new AssertionError(where + ": " + variable);
      }
      values.put(variable.path("name").asText(), value);
    }
    for (JsonNode panel : root.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String where =
            "%s, panel \"%s\", query %s"
                .formatted(file, panel.path("title").asText(), target.path("refId").asText());
        queries.add(
            new ExampleQuery(
                where,
                panel.path("datasource").path("type").asText(),
                replaced(where, target.path("expr").asText()),
                LEGEND
                    .matcher(target.path("legendFormat").asText())
                    .results()
                    .map(found -> found.group(1))
                    .toList()));
      }
    }
    return queries;
  }

  /** The value of "All". */
  private static String all(JsonNode variable, List<String> values) {
    if (variable.has("allValue")) {
      return variable.path("allValue").asText();
    }
    // Within a string of PromQL or LogQL.
    return values.stream()
        .map(value -> value.replaceAll("[\\\\^$.*+?()\\[\\]{}|/]", "\\\\\\\\$0"))
        .reduce((a, b) -> a + "|" + b)
        .map(alternatives -> "(" + alternatives + ")")
        .orElse("");
  }

  private String replaced(String where, String query) {
    return VARIABLE
        .matcher(query)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              if (!values.containsKey(name)) {
                throw new AssertionError(where + ": nothing sets $" + name + " of " + query);
              }
              return Matcher.quoteReplacement(values.get(name));
            });
  }
}
