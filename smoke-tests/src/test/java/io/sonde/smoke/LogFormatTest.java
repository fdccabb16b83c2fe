package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.lines.FlatJson;
import io.sonde.smoke.programs.LogbackProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Promtail, Alloy and Filebeat read of an application whose appenders write patterns. */
class LogFormatTest {
  private static final Path PROMTAIL = Path.of("../examples/promtail/config.yml");

  /** Key of the level, its text, and the key of the trace's id. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "json", List.of("level", "error", "trace_id"),
          "ecs", List.of("log.level", "ERROR", "trace.id"),
          "logstash", List.of("level", "ERROR", "trace_id"));

  @ParameterizedTest
  @CsvSource({
    "1.2.13, 1.7.36, json, false",
    "1.3.15, 2.0.17, ecs, true",
    "1.4.14, 2.0.17, logstash, true",
    "1.5.21, 2.0.17, json, true",
    "1.6.6, 2.0.17, json, true",
  })
  void everyEventIsOneLine(
      String version, String slf4j, String format, boolean fluent, @TempDir Path logs)
      throws Exception {
    List<String> console;
    int events;
    String trace;
    try (Backend backend = Backend.start();
        AgentProcess process =
            command(version, slf4j, fluent, logs)
                .backend(backend)
                .environment("SONDE_LOGS_FORMAT", format)
                .start()) {
      trace = process.awaitLine("ids ").split(" ")[0];
      backend.awaitLog(log -> log.body().equals("own id"));
      events = backend.logs().size();
      process.send("end");
      assertEquals(0, process.awaitExit());
      console = new ArrayList<>(process.stdout());
      List<String> left =
          process.agentLines().stream().filter(l -> l.contains("stay as they are")).toList();
      assertEquals(2, left.size(), left::toString);
      assertTrue(left.toString().contains("HTMLLayout"), left::toString);
      assertTrue(left.toString().contains("EchoEncoder"), left::toString);
    }
    console.removeIf(line -> line.startsWith("ids "));
    assertEquals(fluent ? 6 : 5, events);
    List<String> file = Files.readAllLines(logs.resolve("app.log"));
    assertEquals(events, file.size(), file::toString);
    assertEquals(events, console.size(), console::toString);
    List<String> keys = KEYS.get(format);
    for (List<String> lines : List.of(file, console)) {
      List<Map<String, Object>> parsed = new ArrayList<>();
      for (String line : lines) {
        parsed.add(FlatJson.parse(line));
      }
      assertEquals(List.of("outside", "inside 1", "failed"), messages(parsed.subList(0, 3)));
      assertFalse(parsed.get(0).containsKey(keys.get(2)));
      assertEquals(trace, parsed.get(1).get(keys.get(2)));
      assertEquals(
          "joe",
          parsed.get(1).get("user") == null
              ? parsed.get(1).get("labels.user")
              : parsed.get(1).get("user"));
      assertEquals(trace, parsed.get(2).get(keys.get(2)));
      assertTrue(lines.get(2).contains("IllegalStateException: boom\\n\\tat "), lines.get(2));
      if (fluent) {
        assertEquals(42L, parsed.get(3).get("order"));
        assertEquals(true, parsed.get(3).get("paid"));
      }
      // What Filebeat's users ask for.
      assertEquals(
          List.of("failed"),
          messages(parsed.stream().filter(l -> keys.get(1).equals(l.get(keys.get(0)))).toList()));
    }
    asPromtailHasThem(file, console, format.equals("json"));
    // Lines of another layout are the application's, its header too.
    String page = Files.readString(logs.resolve("app.html"));
    assertTrue(page.contains("<html"), page);
    assertTrue(page.contains("inside 1") && !page.contains("{\""), page);
    assertFalse(Files.readString(logs.resolve("own.log")).contains("{\""));
  }

  /** The documents' queries, over the labels that their Promtail gives. */
  private static void asPromtailHasThem(List<String> file, List<String> console, boolean json)
      throws IOException {
    LogQl promtail =
        new LogQl(
            Map.of(
                "{job=\"varlogs\"}", file,
                "{container=\"my-app\", stream=\"stdout\"}", console,
                "{container=\"api\", stream=\"stdout\"}", console));
    List<String> queries = Example.queries("promtail/queries.logql");
    assertEquals(file, promtail.query(queries.get(0)));
    assertEquals(console, promtail.query(queries.get(1)));
    assertEquals(List.of(console.get(2)), promtail.query(queries.get(2)));
    assertEquals(List.of(String.valueOf(1 / 60.0)), promtail.query(queries.get(3)));
    assertEquals(json ? List.of("failed") : List.of(), promtail.query(queries.get(4)));
  }

  private static List<String> messages(List<Map<String, Object>> lines) {
    return lines.stream().map(line -> (String) line.get("message")).toList();
  }

  /** The document's Promtail finds the file, whose lines have no label that it would overwrite. */
  @Test
  void promtailReadsTheFile() throws IOException {
    Matcher path = Pattern.compile("__path__: (\\S+)/(\\S+)").matcher(Files.readString(PROMTAIL));
    assertTrue(path.find());
    assertTrue(
        FileSystems.getDefault()
            .getPathMatcher("glob:" + path.group(2))
            .matches(Path.of("app.log")));
  }

  @Test
  void offByDefault(@TempDir Path logs) throws Exception {
    try (AgentProcess process = command("1.5.21", "2.0.17", true, logs).start()) {
      process.awaitLine("ids ");
      process.send("end");
      assertEquals(0, process.awaitExit());
      assertTrue(process.stdout().stream().noneMatch(line -> line.startsWith("{")));
      assertTrue(process.agentLines().stream().noneMatch(l -> l.contains("logback-layout")));
    }
  }

  private static AgentCommand command(String version, String slf4j, boolean fluent, Path logs)
      throws Exception {
    return new AgentCommand(LogbackProgram.class, fluent ? new String[] {"fluent"} : new String[0])
        .property("logback.configurationFile", "logback-files.xml")
        .property("log.directory", logs.toString())
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:" + version, "org.slf4j:slf4j-api:" + slf4j));
  }
}
