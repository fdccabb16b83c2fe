package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.FaultApplication;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(
    value = "T35",
    what =
        "System.out, System.err and java.util.logging go into Logback, everything at TRACE, with"
            + " and without a backend")
class T35LogLoopTest {
  private static final int REQUESTS = 200;

  /** Of a hundred lines; at TRACE the libraries themselves tell of each wait. A loop has no end. */
  private static final int MORE_LINES = 2;

  /**
   * The agent's own lines go where the application's go, and each of them is an event that brings
   * the next, a thousand frames deep and more. A slow machine does not get as far as its port.
   */
  static Mutant mutant() {
    return Mutant.named("told-to-the-application")
        .adding(Sabotage.class)
        .edit(
            "io.sonde.bootstrap.Tracer",
            "suppressed",
            MethodEdit.startingWith(Sabotage.class, "print"));
  }

  @Test
  void backendDown(@TempDir Path folder) throws IOException {
    try (FaultRun run = start(folder, null)) {
      run.watched().expectWarning("");
      ask(run);
      compare(folder);
    }
  }

  @Test
  void backendUp(@TempDir Path folder) throws IOException {
    try (Backend backend = Backend.start();
        FaultRun run = start(folder, backend)) {
      ask(run);
      run.metrics().awaitSettled();
      compare(folder);
      assertEquals(
          List.of(),
          backend.logs().stream()
              .filter(log -> String.valueOf(log.attributes()).contains("sonde-"))
              .toList());
      assertEquals(
          List.of(),
          backend.spans(ReceivedSpan::isClient).stream()
              .filter(span -> String.valueOf(span.attributes()).contains(":" + backend.port()))
              .toList());
    }
  }

  private static void ask(FaultRun run) {
    for (int n = 0; n < REQUESTS; n++) {
      run.same(RawHttp.get((n % 2 == 0 ? "/log?n=" : "/client?n=") + n, ""));
    }
  }

  /** Each of the two processes writes a file of its own. */
  private static void compare(Path folder) throws IOException {
    long golden = Files.readAllLines(folder.resolve("golden.log")).size();
    List<String> watched = Files.readAllLines(folder.resolve("watched.log"));
    assertTrue(golden > REQUESTS, golden + " lines");
    assertTrue(
        watched.size() <= golden + golden * MORE_LINES / 100,
        watched.size() + " lines, " + golden + " without");
    assertEquals(List.of(), watched.stream().filter(line -> line.contains("[sonde-")).toList());
  }

  private static FaultRun start(Path folder, Backend backend) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("logback.xml"),
            "<configuration><appender name='file' class='ch.qos.logback.core.FileAppender'>"
                + "<file>${log.file}</file><encoder><pattern>[%thread] %logger %msg%n</pattern>"
                + "</encoder></appender>"
                + "<root level='TRACE'><appender-ref ref='file'/></root></configuration>");
    return FaultRun.start(
        FaultApplication.class,
        FaultRun.classPath("org.slf4j:jul-to-slf4j:2.0.17"),
        both ->
            both.property("log.everything", "true")
                .property("jdk.httpclient.HttpClient.log", "requests,errors")
                .property("logback.configurationFile", configuration.toString())
                .property("log.file", folder.resolve("golden.log").toString()),
        // The later one of two settings of a property holds.
        command -> {
          command.property("log.file", folder.resolve("watched.log").toString());
          if (backend != null) {
            command.backend(backend);
          }
        });
  }
}
