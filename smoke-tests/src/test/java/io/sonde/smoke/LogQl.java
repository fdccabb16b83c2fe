package io.sonde.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.loki.PushRequest.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers queries from what a {@link FakeLoki} took: those shapes that the users' queries have. */
final class LogQl implements LogStore {
  private static final Pattern COUNT = Pattern.compile("count_over_time\\((.*) \\[\\w+]\\)");
  private static final Pattern SELECTOR = Pattern.compile("\\{(\\w+)=\"([^\"]*)\"}");
  private static final Pattern STAGE =
      Pattern.compile(
          " *(?:\\|= \"([^\"]*)\"|\\| (json)|\\| line_format \"([^\"]*)\""
              + "|\\| (\\w+) ?= ?\"([^\"]*)\")");
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\.(\\w+)}}");

  private final FakeLoki loki;

  LogQl() throws IOException {
    loki = new FakeLoki();
    loki.refuseStructuredMetadata();
  }

  @Override
  public String url() {
    try {
      return loki.url("").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> query(String logql) {
    Matcher count = COUNT.matcher(logql);
    boolean counts = count.matches();
    String pipeline = counts ? count.group(1) : logql;
    List<String> answer = new ArrayList<>();
    loki.streams()
        .forEach(
            (labels, entries) -> {
              List<String> lines = lines(pipeline, labels, entries);
              if (!counts) {
                answer.addAll(lines);
              } else if (!lines.isEmpty()) {
                answer.add(String.valueOf(lines.size()));
              }
            });
    return answer;
  }

  private static List<String> lines(String pipeline, String labels, List<Entry> entries) {
    Matcher selector = SELECTOR.matcher(pipeline);
    if (!selector.lookingAt()) {
      throw new IllegalArgumentException(pipeline);
    }
    String wanted = selector.group(1) + "=\"" + selector.group(2) + "\"";
    if (!labels.contains("{" + wanted) && !labels.contains(", " + wanted)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Entry entry : entries) {
      String line = line(pipeline.substring(selector.end()), entry.line());
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** What the stages make of a line; null when one of them filters it out. */
  private static String line(String stages, String original) {
    String line = original;
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher stage = STAGE.matcher(stages);
    int at = 0;
    while (at < stages.length()) {
      if (!stage.find(at) || stage.start() != at) {
        throw new IllegalArgumentException(stages.substring(at));
      }
      at = stage.end();
      if (stage.group(2) != null) {
        fields = fields(line);
      } else if (stage.group(3) != null) {
        Map<String, String> known = fields;
        line =
            FIELD
                .matcher(stage.group(3))
                .replaceAll(
                    found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), "")));
      } else if (stage.group(1) != null
          ? !line.contains(stage.group(1))
          : !stage.group(5).equals(fields.get(stage.group(4)))) {
        return null;
      }
    }
    return line;
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

  @Override
  public void close() {
    loki.close();
    if (!loki.malformed().isEmpty()) {
      throw new AssertionError(loki.malformed());
    }
  }
}
