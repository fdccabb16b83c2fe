package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries that Kibana makes of those in its language, as far as the examples go. */
final class Kql {
  private static final Pattern CLAUSE = Pattern.compile("(\\S+?)\\s*(:|>=|>)\\s*(.+)");
  private static final Map<String, String> RANGES = Map.of(">", "gt", ">=", "gte");

  private Kql() {}

  /** A search's body. */
  static String query(String text) {
    List<String> filters = new ArrayList<>();
    for (String clause : text.split(" AND ")) {
      Matcher matcher = matcher(clause);
      filters.add(filter(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    return "{\"query\":{\"bool\":{\"filter\":[" + String.join(",", filters) + "]}}}";
  }

  /** The fields that a query names. */
  static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    for (String clause : text.split(" AND ")) {
      fields.add(matcher(clause).group(1));
    }
    return fields;
  }

  private static Matcher matcher(String clause) {
    Matcher matcher = CLAUSE.matcher(clause.strip());
    assertTrue(matcher.matches(), clause);
    return matcher;
  }

  private static String filter(String field, String operator, String value) {
    if (value.equals("*")) {
      return "{\"exists\":{\"field\":\"" + field + "\"}}";
    }
    String json = value.startsWith("\"") ? value : "\"" + value + "\"";
    return operator.equals(":")
        ? "{\"match_phrase\":{\"" + field + "\":" + json + "}}"
        : "{\"range\":{\"" + field + "\":{\"" + RANGES.get(operator) + "\":" + json + "}}}";
  }
}
