package io.sonde.exporter.logstash;

import io.sonde.exporter.lines.FlatJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Logstash makes of a line, by the text of a configuration: its codec and its filters json,
 * date, mutate and grok, with the tags that they add to what they cannot take.
 */
public final class LogstashPipeline {
  public final int port;

  private final String json;
  private final String date;
  private final String grokField;
  private final Grok grok;
  private final Pattern added;
  private final String config;

  /** Reads such a configuration; one that lacks any of the parts is not ours. */
  public LogstashPipeline(Path file) throws IOException {
    config = Files.readString(file);
    port = Integer.parseInt(one("tcp \\{\\s*port => (\\d+)\\s*codec => json\\s*}").group(1));
    json = one("json \\{\\s*source => \"(\\w+)\"\\s*}").group(1);
    date = one("date \\{\\s*match => \\[\"(\\w+)\", \"ISO8601\"]\\s*}").group(1);
    Matcher match = one("grok \\{\\s*match => \\{ \"(\\w+)\" => \"(.+)\" }\\s*}");
    grokField = match.group(1);
    grok = new Grok(match.group(2));
    added = Pattern.compile("add_field => \\{ \"(\\w+)\" => \"(\\w+)\" }");
  }

  private Matcher one(String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(config);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the configuration has no " + regex);
    }
    return matcher;
  }

  /** The event that one line becomes; its tags are the list {@code tags}. */
  public Map<String, Object> event(String line) {
    List<String> tags = new ArrayList<>();
    Map<String, Object> event;
    try {
      event = FlatJson.parse(line);
    } catch (IOException e) {
      return Map.of("message", line, "tags", List.of("_jsonparsefailure"));
    }
    if (event.containsKey("tags")) {
      throw new IllegalStateException("Logstash's own field: " + line);
    }
    time(event, event.get("@timestamp"), tags, "_timestampparsefailure");
    if (event.get(json) != null) {
      try {
        event.putAll(FlatJson.parse(event.get(json).toString()));
      } catch (IOException e) {
        tags.add("_jsonparsefailure");
      }
    }
    if (event.get(date) != null) {
      time(event, event.get(date), tags, "_dateparsefailure");
    }
    Matcher add = added.matcher(config);
    if (add.find()) {
      event.put(add.group(1), add.group(2));
    }
    Map<String, String> captured = grok.match(String.valueOf(event.get(grokField)));
    if (captured == null) {
      tags.add("_grokparsefailure");
    } else {
      // grok appends to a field that is there.
      captured.forEach(
          (field, value) -> event.merge(field, value, (before, more) -> List.of(before, more)));
    }
    event.put("tags", tags);
    return event;
  }

  private static void time(
      Map<String, Object> event, Object text, List<String> tags, String failure) {
    try {
      event.put("@timestamp", Instant.parse(String.valueOf(text)));
    } catch (DateTimeParseException e) {
      tags.add(failure);
    }
  }

  /** The index that the event goes to. */
  public String index(Map<String, Object> event) {
    Matcher index = one("index => \"(.*)%\\{\\+YYYY\\.MM\\.dd}\"");
    return index.group(1)
        + DateTimeFormatter.ofPattern("uuuu.MM.dd")
            .withZone(ZoneOffset.UTC)
            .format((Instant) event.get("@timestamp"));
  }

  /** Whether {@code if [field] == "value"} of that configuration holds for an event. */
  public static boolean condition(Path file, Map<String, Object> event) throws IOException {
    Matcher condition =
        Pattern.compile("if \\[(\\w+)] == \"(\\w+)\"").matcher(Files.readString(file));
    if (!condition.find()) {
      throw new IllegalArgumentException("no condition in " + file);
    }
    return condition.group(2).equals(event.get(condition.group(1)));
  }
}
