package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process could not deliver before it was killed, the next one does. */
class SpoolTest {
  private static final int QUERIES = 40;

  @TempDir Path folder;

  private AgentCommand worker(int port) throws IOException {
    Path quiet = folder.resolve("logback.xml");
    Files.writeString(quiet, "<configuration><root level=\"INFO\"/></configuration>");
    return new AgentCommand(Worker.class)
        .classPath(
            Libraries.resolve("ch.qos.logback:logback-classic:1.5.18", "com.h2database:h2:2.3.232"))
        .property("logback.configurationFile", quiet.toString())
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port)
        .environment("OTEL_METRICS_EXPORTER", "prometheus")
        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
        .environment("OTEL_BLRP_SCHEDULE_DELAY", "100");
  }

  private AgentCommand spooling(int port) throws IOException {
    return worker(port).environment("SONDE_SPOOL_DIRECTORY", spool().toString());
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private long spooled(String signal) {
    return records(spool().resolve("otlp-" + signal));
  }

  /** Of the names of the requests on disk. */
  static long records(Path requests) {
    try (Stream<Path> files = Files.list(requests)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".frame"))
          .mapToLong(name -> Long.parseLong(name.substring(17, name.length() - 6)))
          .sum();
    } catch (IOException e) {
      return -1;
    } catch (UncheckedIOException deletedMeanwhile) {
      return -1;
    }
  }

  private static long count(AgentCommand command, String metric, String signal) {
    try (InputStream in =
        new URL("http://127.0.0.1:" + command.prometheusPort() + "/metrics").openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> l.startsWith("sonde_records_" + metric + "{"))
          .filter(l -> l.contains("signal=\"" + signal + "\""))
          .mapToLong(l -> (long) Double.parseDouble(l.substring(l.lastIndexOf(' '))))
          .sum();
    } catch (IOException notYet) {
      return -1;
    }
  }

  @Test
  void aKilledProcessLosesNothingThatWasSpooled() throws Exception {
    int port = FreePort.next();
    long spans;
    AgentCommand first = spooling(port);
    try (AgentProcess process = first.start()) {
      process.send("before");
      for (int i = 0; i < QUERIES; i++) {
        process.send("query");
      }
      process.send("after");
      process.awaitLine("logged after");
      spans = count(first, "produced_total", "traces");
      assertTrue(spans >= QUERIES, () -> "spans of " + QUERIES + " queries");
      Await.until("all on disk", () -> spooled("traces") == spans && spooled("logs") == 2);
      assertEquals(spans, count(first, "queued", "traces"));
      assertEquals(0, count(first, "delivered_total", "traces"));
      assertEquals(0, count(first, "dropped_total", "traces"));
      ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
      assertEquals(137, process.awaitExit());
    }
    AgentCommand second = spooling(port);
    try (Backend backend = Backend.start(port);
        AgentProcess process = second.start()) {
      backend.awaitSpans((int) spans);
      backend.awaitLog(log -> log.body().equals("after"));
      Await.until("the account", () -> count(second, "delivered_total", "traces") == spans);
      assertEquals(spans, count(second, "produced_total", "traces"));
      assertEquals(0, count(second, "queued", "traces"));
      assertEquals(0, count(second, "dropped_total", "traces"));
      Await.until("the logs", () -> count(second, "delivered_total", "logs") == 2);
      assertEquals(0, spooled("traces"));
      assertEquals(0, spooled("logs"));
      process.awaitErrorLine(spans + " records of a former process");
      assertEquals(spans, backend.spans().stream().map(ReceivedSpan::spanId).distinct().count());
      assertEquals(spans, backend.spans().size());
      assertEquals(2, backend.logs().size());
    }
  }

  @Test
  void whatTheDeadlineOfTheExitWouldDropIsSpooled() throws Exception {
    int port = FreePort.next();
    AgentCommand first = spooling(port).environment("OTEL_BLRP_SCHEDULE_DELAY", "3600000");
    try (AgentProcess process = first.start()) {
      process.send("last words");
      process.awaitLine("logged last words");
      process.send("exit");
      assertEquals(3, process.awaitExit());
    }
    assertEquals(1, spooled("logs"));
    try (Backend backend = Backend.start(port);
        AgentProcess process = spooling(port).start()) {
      backend.awaitLog(log -> log.body().equals("last words"));
      process.awaitLine("ready");
    }
  }

  @Test
  void nothingIsOnDiskWithoutTheSetting() throws Exception {
    try (AgentProcess process = worker(FreePort.nobody()).directory(folder).start()) {
      process.send("lost");
      process.awaitErrorLine("not reachable");
      process.send("exit");
      process.awaitExit();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(java.util.List.of("logback.xml"), files.map(f -> "" + f.getFileName()).toList());
    }
  }

  /** One line, and the application as without a spool. */
  @Test
  void aDirectoryThatCannotBeUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("spool"), "a file");
    try (Backend backend = Backend.start();
        AgentProcess process = spooling(backend.port()).start()) {
      process.expectWarning("the spool is off");
      process.send("delivered");
      backend.awaitLog(log -> log.body().equals("delivered"));
      process.awaitErrorLine("otlp-logs: the spool is off");
      assertFalse(Files.isDirectory(file));
    }
  }
}
