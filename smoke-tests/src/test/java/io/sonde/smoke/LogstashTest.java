package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.logstash.FakeLogstash;
import io.sonde.exporter.logstash.LogstashPipeline;
import io.sonde.smoke.programs.LogbackProgram;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application's log events under a pipeline and an alert as users have them. */
class LogstashTest {
  private static final Path CONFIG = Path.of("../examples/logstash/logstash.conf");
  private static final Path ALERT = Path.of("../examples/logstash/alert.conf");

  @ParameterizedTest
  @CsvSource({"logstash, _jsonparsefailure _grokparsefailure", "logstash-strict, ''"})
  void everyEventPassesThePipeline(String format, String tags) throws Exception {
    LogstashPipeline pipeline = new LogstashPipeline(CONFIG);
    try (FakeLogstash logstash = listen(pipeline.port)) {
      AgentCommand command = command().environment("SONDE_EXPORTER_LOGSTASH_FORMAT", format);
      if (logstash.port() != pipeline.port) {
        // Where something else listens on the port of the configuration, which is our default.
        command.environment(
            "SONDE_EXPORTER_LOGSTASH_ENDPOINT", "tcp://localhost:" + logstash.port());
      }
      String[] ids;
      try (AgentProcess process = command.start()) {
        ids = process.awaitLine("ids ").split(" ");
        process.send("end");
        assertEquals(0, process.awaitExit());
      }
      Await.until("six lines", () -> logstash.lines().size() == 6);
      assertEquals(List.of(), logstash.malformed());
      List<Map<String, Object>> events =
          logstash.lines().stream().map(pipeline::event).collect(Collectors.toList());
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      Set<String> days =
          Set.of(index(today), index(today.minusDays(1))); // The test may run over midnight.
      for (Map<String, Object> event : events) {
        assertEquals(tags, String.join(" ", (List<String>) event.get("tags")));
        assertTrue(days.contains(pipeline.index(event)), event::toString);
        assertEquals("production", event.get("environment"));
        assertEquals("shop.Orders", event.get("logger_name"));
      }
      List<Map<String, Object>> alerts =
          events.stream().filter(LogstashTest::alerts).collect(Collectors.toList());
      assertEquals(1, alerts.size(), alerts::toString);
      Map<String, Object> failed = alerts.get(0);
      assertTrue(failed.get("message").toString().endsWith("failed"), failed::toString);
      assertEquals("joe", failed.get("user"));
      assertEquals(ids[0], failed.get("trace_id"));
      assertTrue(failed.get("stack_trace").toString().contains("boom\n\tat "), failed::toString);
      Map<String, Object> keyValues =
          events.stream().filter(e -> e.containsKey("order")).findFirst().orElseThrow();
      assertEquals(42L, keyValues.get("order"));
    }
  }

  private static boolean alerts(Map<String, Object> event) {
    try {
      return LogstashPipeline.condition(ALERT, event);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String index(LocalDate day) {
    return "logs-" + day.toString().replace('-', '.');
  }

  private static FakeLogstash listen(int port) throws IOException {
    try {
      return new FakeLogstash(port);
    } catch (BindException e) {
      return new FakeLogstash();
    }
  }

  @Test
  void anEndpointThatIsNone() throws Exception {
    try (AgentProcess process =
        command()
            .environment("SONDE_EXPORTER_LOGSTASH_ENDPOINT", "http://secret@localhost:5000")
            .start()) {
      process.expectWarning("logs to logstash are off");
      String line = process.awaitErrorLine("logs to logstash are off");
      assertTrue(line.contains("sonde.exporter.logstash.endpoint is not tcp://"), line);
      assertTrue(!line.contains("secret"), line);
    }
  }

  private static AgentCommand command() throws Exception {
    return new AgentCommand(LogbackProgram.class, "fluent")
        .property("logback.configurationFile", "logback-nowhere.xml")
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "logstash")
        .environment("OTEL_SERVICE_NAME", "shop")
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21", "org.slf4j:slf4j-api:2.0.17"));
  }
}
