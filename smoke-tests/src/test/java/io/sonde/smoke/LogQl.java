package io.sonde.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers queries of streams of lines: those shapes that the queries of the examples have, and
 * refuses any other.
 */
final class LogQl {
  private static final Pattern TOP = Pattern.compile("topk\\((\\d+), (.*)\\)");
  private static final Pattern SUM = Pattern.compile("sum by \\((\\w+)\\) \\((.*)\\)");
  private static final Pattern COUNT = Pattern.compile("count_over_time\\((.*) \\[\\d+[smhd]]\\)");
  private static final Pattern RATE = Pattern.compile("sum\\(rate\\((.*) \\[1m]\\)\\)");
  private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)" + STRING + "(?:, )?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=" + STRING);
  private static final Pattern STAGE =
      Pattern.compile(
          (" *(?:\\|= STRING|\\| (json)|\\| line_format STRING"
                  + "|\\| (\\w+) ?(=|!=) ?STRING)(?= |$)")
              .replace("STRING", STRING));
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\.(\\w+)}}");

  /** A line that a pipeline leaves, and its labels, those from within included. */
  private record Line(String text, Map<String, String> labels) {}

  private final Map<String, List<String>> streams;

  /**
   * @param streams labels, as Loki writes them, to lines
   */
  LogQl(Map<String, List<String>> streams) {
    this.streams = streams;
  }

  /** Lines, or for each stream the text of a number. */
  List<String> query(String logql) {
    if (logql.startsWith("{")) {
      return lines(logql).stream().map(Line::text).toList();
    }
    Matcher rate = RATE.matcher(logql);
    if (rate.matches()) {
      return List.of(String.valueOf(lines(rate.group(1)).size() / 60.0));
    }
    return samples(logql).values().stream().map(String::valueOf).toList();
  }

  /** Sets of labels to numbers. */
  private Map<Map<String, String>, Long> samples(String logql) {
    Map<Map<String, String>, Long> samples = new LinkedHashMap<>();
    Matcher top = TOP.matcher(logql);
    Matcher sum = SUM.matcher(logql);
    Matcher count = COUNT.matcher(logql);
    if (top.matches()) {
      samples(top.group(2)).entrySet().stream()
          .sorted(Map.Entry.<Map<String, String>, Long>comparingByValue().reversed())
          .limit(Long.parseLong(top.group(1)))
          .forEach(sample -> samples.put(sample.getKey(), sample.getValue()));
    } else if (sum.matches()) {
      samples(sum.group(2))
          .forEach(
              (labels, value) -> {
                String label = labels.get(sum.group(1));
                samples.merge(
                    label == null ? Map.of() : Map.of(sum.group(1), label), value, Long::sum);
              });
    } else if (count.matches()) {
      lines(count.group(1)).forEach(line -> samples.merge(line.labels, 1L, Long::sum));
    } else {
      throw new IllegalArgumentException(logql);
    }
    return samples;
  }

  private List<Line> lines(String logql) {
    // The brace that ends it is the first one behind its last string.
    Matcher matcher = MATCHER.matcher(logql);
    int at = 1;
    List<MatchResult> matchers = new ArrayList<>();
    while (matcher.find(at) && matcher.start() == at) {
      matchers.add(matcher.toMatchResult());
      at = matcher.end();
    }
    if (matchers.isEmpty() || logql.charAt(at) != '}') {
      throw new IllegalArgumentException(logql.substring(at));
    }
    String stages = logql.substring(at + 1);
    List<Line> lines = new ArrayList<>();
    streams.forEach(
        (stream, texts) -> {
          Map<String, String> labels = new TreeMap<>();
          LABEL
              .matcher(stream)
              .results()
              .forEach(label -> labels.put(label.group(1), text(label.group(2))));
          if (matchers.stream().allMatch(each -> agrees(each, labels))) {
            for (String text : texts) {
              Line line = line(stages, text, new TreeMap<>(labels));
              if (line != null) {
                lines.add(line);
              }
            }
          }
        });
    return lines;
  }

  private static boolean agrees(MatchResult matcher, Map<String, String> labels) {
    String value = labels.getOrDefault(matcher.group(1), "");
    String wanted = text(matcher.group(3));
    return matcher.group(2).equals("=") ? value.equals(wanted) : value.matches(wanted);
  }

  /** What a literal stands for. */
  private static String text(String literal) {
    return literal.replaceAll("\\\\(.)", "$1");
  }

  /** What the stages make of a line; null when one of them filters it out. */
  private static Line line(String stages, String original, Map<String, String> labels) {
    String line = original;
    Matcher stage = STAGE.matcher(stages);
    int at = 0;
    while (at < stages.length()) {
      if (!stage.find(at) || stage.start() != at) {
        throw new IllegalArgumentException(stages.substring(at));
      }
      at = stage.end();
      if (stage.group(2) != null) {
        fields(line).forEach(labels::putIfAbsent);
      } else if (stage.group(3) != null) {
        line =
            FIELD
                .matcher(text(stage.group(3)))
                .replaceAll(
                    found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(1), "")));
      } else if (stage.group(1) != null
          ? !line.contains(text(stage.group(1)))
          : stage.group(5).equals("=")
              != text(stage.group(6)).equals(labels.getOrDefault(stage.group(4), ""))) {
        return null;
      }
    }
    return new Line(line, labels);
  }

  private static Map<String, String> fields(String line) {
    try {
      Map<String, String> fields = new LinkedHashMap<>();
      JsonNode root = new ObjectMapper().readTree(line);
      root.fields()
          .forEachRemaining(
              field ->
                  fields.putIfAbsent(
                      field.getKey().replaceAll("[^a-zA-Z0-9_]", "_"), field.getValue().asText()));
      return fields;
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
