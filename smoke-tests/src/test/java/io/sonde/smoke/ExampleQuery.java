package io.sonde.smoke;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of a dashboard, a rule or a link of the examples.
 *
 * @param where names it in an error
 * @param language the type of Grafana's data source: prometheus or loki
 * @param labels that a legend shows, so that some series must have them (PromQL)
 */
record ExampleQuery(String where, String language, String text, List<String> labels) {
  /** Labels, whose values may have braces. */
  private static final String LABELS = "\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*}";

  /** Names of labels that are no part of a selector. */
  private static final Pattern CLAUSE =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");

  /** A metric with or without labels; no function, operator or unit of time. */
  private static final Pattern SELECTOR =
      Pattern.compile(
          "(?<![\\w:.])(?!(?:and|or|unless|bool)\\b)[a-zA-Z_:][\\w:]*+(?:"
              + LABELS
              + ")?+(?! *\\()");

  /** Labels, whose comparisons are others, or a comparison of samples. */
  private static final Pattern COMPARISON =
      Pattern.compile("(" + LABELS + ")|(==|!=|<=|>=|<|>)(?! *bool)");

  ExampleQuery(String where, String language, String text) {
    this(where, language, text, List.of());
  }

  /** With {@code bool} a comparison is a number for every series, instead of a choice of series. */
  static String withoutThreshold(String promql) {
    return COMPARISON
        .matcher(promql)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(2) == null ? found.group() : found.group() + " bool"));
  }

  /**
   * The selectors of PromQL. Each must find something: {@code a or b} is answered by one of them.
   */
  List<ExampleQuery> selectors() {
    if (!language.equals("prometheus")) {
      return List.of();
    }
    return SELECTOR
        .matcher(CLAUSE.matcher(text).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(selector -> new ExampleQuery(where + ", selector", language, selector))
        .toList();
  }

  @Override
  public String toString() {
    return where + ": " + text;
  }
}
