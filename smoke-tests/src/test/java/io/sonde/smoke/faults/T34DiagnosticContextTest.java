package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.FaultApplication;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@FaultRow(
    value = "T34",
    what =
        "the MDC written, iterated, cleared and masked by the application, which has a trace_id of"
            + " its own; Logback 1.2 to 1.6")
class T34DiagnosticContextTest {
  private static final int REQUESTS = 20;

  /** Of a request: 11 and those of four threads; two more where it has an id of its own. */
  private static final int EVENTS = REQUESTS * (11 + 4 * 50) + REQUESTS / 2 * 2;

  private static final String CONFIGURATION =
      "<configuration>"
          + "<appender name='out' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
          + "<pattern>%X{user} %X{secret} %msg%n</pattern></encoder></appender>"
          + "<root level='DEBUG'><appender-ref ref='out'/></root>"
          + "<logger name='org.apache' level='OFF'/></configuration>";

  /** The map of an event is read only. */
  static Mutant mutant() {
    return Mutant.named("read-only-context")
        .adding(Chaos.class)
        .edit("io.sonde.bootstrap.TraceMdc", "put", MethodEdit.startingWith(Chaos.class, "always"));
  }

  @Tag("faults")
  @ParameterizedTest
  @CsvSource({"1.3.15, 2.0.17", "1.4.14, 2.0.17"})
  void ofOtherVersions(String logback, String slf4j, @TempDir Path folder) throws IOException {
    theContextIsTheApplications(logback, slf4j, folder);
  }

  @ParameterizedTest
  @CsvSource({"1.2.13, 1.7.36", "1.5.38, 2.0.17", "1.6.6, 2.0.17"})
  void theContextIsTheApplications(String logback, String slf4j, @TempDir Path folder)
      throws IOException {
    Path configuration = Files.writeString(folder.resolve("logback.xml"), CONFIGURATION);
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                FaultApplication.class,
                FaultRun.classPath(
                    "ch.qos.logback:logback-classic:" + logback, "org.slf4j:slf4j-api:" + slf4j),
                both -> both.property("logback.configurationFile", configuration.toString()),
                command ->
                    command
                        .backend(backend)
                        .environment("OTEL_BLRP_MAX_QUEUE_SIZE", "20000")
                        .property("sonde.queue.max-bytes", "100000000"))) {
      for (int n = 0; n < REQUESTS; n++) {
        String request = RawHttp.get("/mdc?n=" + n, "");
        // The map of an event is the application's to write in Logback 1.2 alone; ours always is.
        assertEquals(
            body(RawHttp.exchange(run.goldenPort(), request)).replace("read only", "written"),
            body(RawHttp.exchange(run.port(), request)));
      }
      backend.awaitSpans(REQUESTS, span -> span.isServer());
      List<ReceivedLog> logs =
          Await.until(
              EVENTS + " logs",
              () -> backend.logs().stream().filter(log -> log.body().startsWith("seq=")).toList(),
              found -> found.size() == EVENTS);
      assertEquals(List.of(), logs.stream().filter(log -> log.traceId().isEmpty()).toList());
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n"));
  }
}
