package io.sonde.smoke;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of data sources that Grafana is provisioned with, and the links in them. */
final class Provisioning {
  static final List<String> FILES =
      List.of(
          "grafana/provisioning/datasources/loki-tempo.yaml",
          "grafana/provisioning/datasources/loki-jaeger.yaml");

  private Provisioning() {}

  static List<Map<?, ?>> sources(String file) throws IOException {
    List<Map<?, ?>> sources = new ArrayList<>();
    for (Object source : (List<?>) Example.yaml(file, "datasources")) {
      sources.add((Map<?, ?>) source);
    }
    return sources;
  }

  /** A setting of the data source that has it; the first entry where it is a list. */
  static Map<?, ?> jsonData(String file, String key) throws IOException {
    for (Map<?, ?> source : sources(file)) {
      Object value = ((Map<?, ?>) source.get("jsonData")).get(key);
      if (value != null) {
        return (Map<?, ?>) (value instanceof List ? ((List<?>) value).get(0) : value);
      }
    }
    throw new AssertionError(key + " in " + file);
  }

  /** What Grafana makes of the query of a trace's logs; its own where the file has none. */
  static String traceToLogs(String file, String service, String trace) throws IOException {
    for (Map<?, ?> source : sources(file)) {
      Map<?, ?> link = (Map<?, ?>) ((Map<?, ?>) source.get("jsonData")).get("tracesToLogsV2");
      if (link != null) {
        return kept((String) link.get("query")).replace("${__trace.traceId}", trace);
      }
    }
    // With filterByTraceID Grafana looks for the id in the text of a line.
    if (!Boolean.TRUE.equals(jsonData(file, "tracesToLogs").get("filterByTraceID"))) {
      throw new AssertionError(file);
    }
    return "{service_name=\"" + service + "\"} |= \"" + trace + "\"";
  }

  /** The queries of a span's metrics, of a span with this resource. */
  static List<ExampleQuery> tracesToMetrics(Map<String, Object> resource) throws IOException {
    List<ExampleQuery> queries = new ArrayList<>();
    for (String file : FILES) {
      Map<String, Object> known = new HashMap<>(resource);
      if (file.contains("jaeger")) {
        // It hands it out as the name of the process, of which Grafana makes no tag.
        known.remove("service.name");
      }
      Map<?, ?> link = jsonData(file, "tracesToMetrics");
      String tags =
          ((List<?>) link.get("tags"))
              .stream()
                  .map(tag -> (Map<?, ?>) tag)
                  .filter(tag -> known.containsKey(tag.get("key")))
                  .map(tag -> tag.get("value") + "=\"" + known.get(tag.get("key")) + "\"")
                  .collect(Collectors.joining(", "));
      if (tags.isEmpty()) {
        throw new AssertionError(file + ": no tag of " + known);
      }
      for (Object each : (List<?>) link.get("queries")) {
        Map<?, ?> query = (Map<?, ?>) each;
        queries.add(
            new ExampleQuery(
                file + ", " + query.get("name"),
                "prometheus",
                kept((String) query.get("query")).replace("$__tags", tags)));
      }
    }
    return queries;
  }

  /** Grafana replaces variables in the file, and keeps a dollar sign that is written twice. */
  static String kept(String text) {
    return text.replace("$$", "$");
  }
}
