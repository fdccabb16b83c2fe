package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As the launcher of GlassFish does it (opentelemetry-java-instrumentation#2849). */
@FaultRow(value = "T05", what = "nobody reads the JVM's stderr, a pipe, which may be full already")
class T05UnreadErrorsTest {
  /**
   * A pipe with a reader that does not read, and with room for what the JVM itself says on behalf
   * of any agent (that it shares less of its classes), which nobody can help.
   */
  private static final String FULL =
      "mkfifo \"$0\" && exec 3<>\"$0\" && head -c 65236 /dev/zero >&3 && exec \"$@\" 2>\"$0\"";

  /** Of a pipe where a user has many: Linux grants it no more than that. */
  private static final int SMALLEST_PIPE = 4096;

  @TempDir private Path folder;

  /** Its line is awaited for ever. */
  static Mutant mutant() {
    return Mutant.named("waits-for-stderr")
        .edit("io.sonde.bootstrap.LogThread", "write", MethodEdit.withConstant(500L, 0L))
        .provenBy("aFullPipeHoldsNothing");
  }

  /**
   * The agent has something to tell before main, on threads of requests, of destinations that are
   * not there, at the exit; and at debug level of each class that is being loaded.
   */
  @ParameterizedTest
  @ValueSource(strings = {"info", "debug"})
  void aFullPipeHoldsNothing(String level) throws IOException {
    // Tomcat's own lines would hold it: on a slow machine it warns of how long its start takes.
    Path silent = Files.writeString(folder.resolve("logging.properties"), "handlers=\n");
    Unprivileged.assumeRuns("sh", "-c", FULL, folder.resolve("probe").toString(), "true");
    try (FaultRun run =
        FaultRun.start(
            agent ->
                agent
                    .under("sh", "-c", FULL, folder.resolve("stderr").toString())
                    .property("java.util.logging.config.file", silent.toString())
                    .environment("SONDE_LOG_LEVEL", level)
                    .environment("OTEL_METRIC_EXPORT_INTERVAL", "nonsense"))) {
      for (int i = 0; i < 100; i++) {
        run.same(RawHttp.get("/hello", "traceparent: nonsense-" + i + "\r\n"));
        run.same(RawHttp.get("/db?n=" + i, ""));
        run.same(RawHttp.get("/log?n=" + i, ""));
      }
      assertTrue(run.metrics().sum("sonde_records_produced_total") > 0);
    }
  }

  /** By the variable that all JVMs of a container have. */
  @Test
  void whatAChildTellsFitsIntoThePipe() throws Exception {
    Path classes = Path.of(Hello.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProcessBuilder builder =
        new ProcessBuilder(
            Jdks.chosen().resolve("bin/java").toString(),
            "-cp",
            classes.toString(),
            Hello.class.getName());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + AgentCommand.agentJar());
    builder.environment().put("OTEL_EXPORTER_PROMETHEUS_PORT", "" + FreePort.next());
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
    builder.environment().put("OTEL_LOGS_EXPORTER", "otlp,loki,elasticsearch,logstash");
    builder.environment().put("OTEL_METRIC_EXPORT_INTERVAL", "100");
    builder.environment().put("SONDE_NO_SUCH_KEY", "x");
    Process child = builder.start();
    try {
      child.getOutputStream().write("one\n".getBytes(StandardCharsets.UTF_8));
      child.getOutputStream().close();
      assertTrue(child.waitFor(60, TimeUnit.SECONDS), "the child hangs");
      assertEquals(0, child.exitValue());
      String told = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(told.length() <= SMALLEST_PIPE, told);
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("hello\nsaid one\n", said);
    } finally {
      child.destroyForcibly();
    }
  }
}
