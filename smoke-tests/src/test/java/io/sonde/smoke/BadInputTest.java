package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.smoke.programs.OddClasses;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong costs one line that says what happens instead, and the application nothing. */
class BadInputTest {
  private static final String SECOND = "second agent";

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER, nonsense, otel.traces.exporter",
    "OTEL_METRICS_EXPORTER, nonsense, otel.metrics.exporter",
    "OTEL_METRIC_EXPORT_INTERVAL, nonsense, otel.metric.export.interval",
    "OTEL_EXPORTER_OTLP_ENDPOINT, nonsense, otel.exporter.otlp.endpoint",
    "OTEL_EXPORTER_OTLP_PROTOCOL, nonsense, otel.exporter.otlp.protocol",
    "OTEL_TRACES_SAMPLER, nonsense, otel.traces.sampler",
    "SONDE_LOG_LEVEL, nonsense, sonde.log.level",
    "SONDE_NO_SUCH_KEY, nonsense, sonde.no.such.key"
  })
  void aMalformedSettingIsOneLineWithItsKey(String variable, String value, String key) {
    List<String> warnings = hello(new AgentCommand(Hello.class).environment(variable, value), key);
    String line = warnings.get(0).replace('_', '.').toLowerCase();
    assertTrue(line.contains(key), warnings::toString);
    assertFalse(line.contains(value), () -> "the value may be a secret: " + warnings);
  }

  @Test
  void aConfigurationFileThatIsMissing(@TempDir Path folder) {
    Path missing = folder.resolve("sonde.properties");
    List<String> warnings =
        hello(
            new AgentCommand(Hello.class)
                .environment("OTEL_JAVAAGENT_CONFIGURATION_FILE", missing.toString()),
            "configuration");
    assertTrue(warnings.get(0).contains("OTEL_JAVAAGENT_CONFIGURATION_FILE"), warnings::toString);
  }

  /** The port costs the scrape endpoint alone. */
  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Backend backend = Backend.start()) {
      String port = String.valueOf(taken.getLocalPort());
      AgentCommand command =
          new AgentCommand(Hello.class)
              .backend(backend)
              .environment("OTEL_EXPORTER_PROMETHEUS_PORT", port);
      try (AgentProcess process = command.start()) {
        process.expectWarning(port);
        process.awaitErrorLine("[sonde] WARN");
        backend.awaitMetric("jvm.memory.used");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondAgent(boolean copied, @TempDir Path folder) throws Exception {
    Path second = AgentCommand.agentJar();
    if (copied) {
      second = Files.copy(second, folder.resolve("another-name.jar"));
    }
    List<String> warnings =
        hello(new AgentCommand(Hello.class).option("-javaagent:" + second), SECOND);
    assertTrue(warnings.get(0).contains(SECOND), warnings::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void classFilesThatAreNone(int jdk) {
    AgentProcess without = new AgentCommand(OddClasses.class).jdk(jdk).withoutAgent().start();
    AgentProcess with = new AgentCommand(OddClasses.class).jdk(jdk).start();
    try (without;
        with) {
      assertEquals(0, without.awaitExit());
      assertEquals(0, with.awaitExit());
    }
    assertEquals(without.stdout(), with.stdout());
  }

  /** A container's {@code JAVA_TOOL_OPTIONS} reaches the tools of the JDK, too. */
  @ParameterizedTest
  @CsvSource({"17, javac, -version", "17, keytool, -help", "25, javac, -version", "25, jps, -l"})
  void toolsOfTheJdk(int jdk, String tool, String argument) throws Exception {
    Tool.Outcome without = Tool.run(jdk, tool, argument, null);
    Tool.Outcome with = Tool.run(jdk, tool, argument, AgentCommand.agentJar());
    assertEquals(without.exit(), with.exit());
    if (!tool.equals("jps")) {
      assertEquals(without.stdout(), with.stdout());
    }
    assertFalse(with.stderr().contains("[sonde]"), with::stderr);
  }

  /** Runs a program that must not notice, and gives back the warnings, of which there is one. */
  private static List<String> hello(AgentCommand command, String expected) {
    AgentProcess process = command.start();
    try (process) {
      process.expectWarning("");
      process.send("one");
      process.awaitLine("said one");
      process.awaitErrorLine("[sonde] WARN");
    }
    assertEquals(0, process.awaitExit());
    assertEquals(List.of("hello", "said one"), process.stdout());
    List<String> warnings =
        process.agentLines().stream().filter(line -> line.contains(" WARN ")).toList();
    assertEquals(1, warnings.size(), () -> "for " + expected + ": " + warnings);
    return warnings;
  }
}
