package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong costs one line that says what happens instead, and the application nothing. */
@FaultRow(
    value = "T11",
    what = "variables, properties, arguments and files that are not what they should be")
class T11ConfigurationTest {
  private static final String FILE = "OTEL_JAVAAGENT_CONFIGURATION_FILE";

  @TempDir private Path folder;

  /** A malformed number is not caught. */
  static Mutant mutant() {
    return Mutant.named("numbers-throw")
        .adding(Chaos.class)
        .edit(
            "io.sonde.agent.config.Values",
            "number",
            MethodEdit.startingWith(Chaos.class, "always"))
        .provenBy("twoThousandMutatedConfigurations", "aMalformedSettingIsOneLineWithItsKey");
  }

  @Test
  void twoThousandMutatedConfigurations() throws Exception {
    try (ConfigurationFuzz fuzz = new ConfigurationFuzz(folder.resolve("file"), 20261121)) {
      while (fuzz.rounds() < 2_000) {
        fuzz.round();
      }
      assertTrue(fuzz.lines() > fuzz.rounds(), fuzz.lines() + " lines");
    }
  }

  @Test
  @Tag("faults")
  void tenMillionMutatedInputs() throws Exception {
    try (ConfigurationFuzz fuzz = new ConfigurationFuzz(folder.resolve("file"), 20261122)) {
      while (fuzz.inputs() < Long.getLong("sonde.fuzz", 10_000_000)) {
        fuzz.round();
      }
    }
  }

  /** The whole of the agent reads what is as wrong as it can be, and the application runs. */
  @Test
  void mutatedConfigurationsFromTheOutside() throws Exception {
    Path file = folder.resolve("file");
    try (ConfigurationFuzz fuzz = new ConfigurationFuzz(file, 20261123)) {
      for (int i = 0; i < 4; i++) {
        AgentCommand command = new AgentCommand(Hello.class);
        for (Map.Entry<String, String> each : fuzz.mutatedEnvironment().entrySet()) {
          // No system passes a NUL, or more than 128 KiB; and no file is to be made.
          String value = each.getValue().replace("\0", "");
          if (value.length() < 100_000 && !each.getKey().matches(".*(PATH|DIRECTORY)")) {
            command.environment(each.getKey(), value);
          }
        }
        AgentProcess process = hello(command.directory(folder));
        assertFalse(process.agentLines().isEmpty());
        for (String line : process.stderr()) {
          assertFalse(line.startsWith("\tat "), line);
          assertFalse(line.contains(ConfigurationFuzz.MARK), line);
        }
      }
    }
  }

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
    String line = warning(new AgentCommand(Hello.class).environment(variable, value));
    assertTrue(line.replace('_', '.').toLowerCase().contains(key), line);
    assertFalse(line.contains(value), () -> "the value may be a secret: " + line);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER, jaeger, OTEL_EXPORTER_JAEGER_ENDPOINT",
    "OTEL_TRACES_EXPORTER, zipkin, OTEL_EXPORTER_ZIPKIN_ENDPOINT",
    "OTEL_LOGS_EXPORTER, loki, SONDE_EXPORTER_LOKI_ENDPOINT",
    "OTEL_LOGS_EXPORTER, elasticsearch, SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT",
    "OTEL_LOGS_EXPORTER, logstash, SONDE_EXPORTER_LOGSTASH_ENDPOINT",
    "OTEL_METRICS_EXPORTER, remote-write, SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT"
  })
  void anEndpointThatIsNone(String exporters, String exporter, String variable) {
    AgentCommand command = new AgentCommand(Hello.class).environment(exporters, exporter);
    String line = warning(command.environment(variable, "nonsense"));
    String key = variable.toLowerCase(Locale.ROOT).replace('_', '-');
    assertTrue(line.toLowerCase(Locale.ROOT).replaceAll("[._]", "-").contains(key), line);
    assertFalse(line.contains("nonsense"), line);
  }

  @Test
  void aConfigurationFileThatIsMissing() {
    String missing = folder.resolve("sonde.properties").toString();
    String line = warning(new AgentCommand(Hello.class).environment(FILE, missing));
    assertTrue(line.contains(FILE), line);
  }

  @ParameterizedTest
  @CsvSource({"no pairs at all", ";;==;=", "https://nonsense"})
  void argumentsThatAreNone(String arguments) {
    AgentCommand command = new AgentCommand(Hello.class).withoutAgent();
    String line =
        warning(command.option("-javaagent:" + AgentCommand.agentJar() + "=" + arguments));
    assertTrue(line.contains("arguments"), line);
    assertFalse(line.contains(arguments), line);
  }

  /** The agent's classes on the class path are found before its jar. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theAgentInTheJarOfTheApplication(boolean manifest) throws Exception {
    Path jar = UberJar.write(folder.resolve("application.jar"), Hello.class, manifest);
    String line = warning(new AgentCommand(Hello.class.getName()).classPath(jar));
    assertTrue(line.contains("not in sonde-agent.jar"), line);
  }

  /** All classes of the application would be on the boot class path. */
  @Test
  void theJarOfTheApplicationAsTheAgent() throws Exception {
    Path jar = UberJar.write(folder.resolve("application.jar"), Hello.class, true);
    AgentCommand command = new AgentCommand(Hello.class.getName()).classPath(jar).withoutAgent();
    String line = warning(command.option("-javaagent:" + jar));
    assertTrue(line.contains("not in sonde-agent.jar"), line);
  }

  /** Runs a program that must not notice. */
  private static AgentProcess hello(AgentCommand command) {
    AgentProcess process = command.start();
    try (process) {
      process.expectWarning("");
      process.send("one");
      process.awaitLine("said one");
      process.awaitErrorLine("[sonde] ");
    }
    assertEquals(0, process.awaitExit());
    assertEquals(List.of("hello", "said one"), process.stdout());
    return process;
  }

  /** The warning, of which there is one. */
  private static String warning(AgentCommand command) {
    AgentProcess process = hello(command);
    List<String> warnings =
        process.agentLines().stream().filter(line -> line.contains(" WARN ")).toList();
    assertEquals(1, warnings.size(), () -> process.stderr().toString());
    return warnings.get(0);
  }
}
