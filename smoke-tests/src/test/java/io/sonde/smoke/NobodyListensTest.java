package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import io.sonde.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that is away is no reason to be loud, to lose anything, or to stay. */
class NobodyListensTest {
  private static final String LOST = "otlp: not reachable";
  private static final Duration LONGEST_EXIT = Duration.ofSeconds(5);

  /** Logback is quiet: the tests look at the agent's lines only. */
  @TempDir static Path folder;

  private static Path quiet;

  @BeforeAll
  static void configureLogback() throws Exception {
    quiet = folder.resolve("logback.xml");
    Files.writeString(quiet, "<configuration><root level=\"INFO\"/></configuration>");
  }

  private static AgentCommand worker() {
    return new AgentCommand(Worker.class)
        .classPath(Libraries.resolve("ch.qos.logback:logback-classic:1.5.18"))
        .property("logback.configurationFile", quiet.toString());
  }

  @Test
  void deliveryResumesWhenTheBackendComes() throws Exception {
    int port = FreePort.next();
    AgentCommand command =
        worker().environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port);
    try (AgentProcess process = command.start()) {
      process.send("before");
      process.awaitErrorLine(LOST);
      process.send("while away");
      process.awaitLine("logged while away");
      try (Backend backend = Backend.start(port)) {
        backend.awaitLog(log -> log.body().equals("before"));
        backend.awaitLog(log -> log.body().equals("while away"));
        process.send("after");
        backend.awaitLog(log -> log.body().equals("after"));
        backend.awaitMetric("jvm.memory.used");
        assertEquals(3, backend.logs().size(), () -> "each once: " + backend.logs());
      }
      List<String> told =
          process.agentLines().stream().filter(line -> line.contains("otlp: ")).toList();
      assertTrue(told.size() <= 2, () -> "one line when it is lost, one when it is back: " + told);
    }
  }

  @Test
  void fewThreadsAllDaemonsNamedAfterTheAgent() throws Exception {
    List<String> without;
    try (AgentProcess process = worker().withoutAgent().start()) {
      without = threads(process);
    }
    try (AgentProcess process = worker().start()) {
      process.awaitErrorLine(LOST);
      List<String> added = threads(process).stream().filter(t -> !without.contains(t)).toList();
      assertTrue(added.size() <= 6, added::toString);
      for (String thread : added) {
        assertTrue(thread.matches("sonde-.*=true"), () -> thread + " of " + added);
      }
    }
  }

  private static List<String> threads(AgentProcess process) {
    process.send("threads");
    String all = process.awaitLine("threads {");
    return Arrays.asList(all.substring(0, all.length() - 1).split(", "));
  }

  /** A promise in seconds, so this one looks at the clock. */
  @ParameterizedTest
  @CsvSource({"exit, 3", "throw, 1", "terminate, 143", "end, 0"})
  void itEndsInTimeWhenNobodyListens(String how, int exit) throws Exception {
    try (AgentProcess process = worker().start()) {
      process.send("lost");
      process.awaitLine("logged lost");
      process.awaitErrorLine(LOST);
      long start = System.nanoTime();
      assertEquals(exit, end(process, how));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(LONGEST_EXIT) < 0, took::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"exit, 3", "throw, 1", "terminate, 143", "end, 0"})
  void theLastBatchIsDelivered(String how, int exit) throws Exception {
    try (Backend backend = Backend.start()) {
      AgentCommand command =
          worker().backend(backend).environment("OTEL_BLRP_SCHEDULE_DELAY", "3600000");
      try (AgentProcess process = command.start()) {
        process.send("last words");
        process.awaitLine("logged last words");
        assertEquals(exit, end(process, how));
      }
      assertEquals(1, backend.logs().size(), () -> backend.logs().toString());
      Await.until("metrics", () -> !backend.metrics().isEmpty());
    }
  }

  private static int end(AgentProcess process, String how) {
    switch (how) {
      case "terminate":
        return process.terminate();
      case "end":
        process.close();
        return process.awaitExit();
      default:
        process.send(how);
        return process.awaitExit();
    }
  }
}
