package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T77", what = "the agent is switched off, in each way that there is")
class T77KillSwitchTest {
  @TempDir private Path folder;

  /** No boolean is understood. */
  static Mutant mutant() {
    return Mutant.named("cannot-be-switched-off")
        .edit("io.sonde.agent.config.Values", "flag", MethodEdit.emptied());
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable", "property", "file", "argument", "disabled"})
  void nothingIsDone(String how) throws Exception {
    Path log = folder.resolve("classes.log");
    AgentCommand command = new AgentCommand(Hello.class).option("-Xlog:class+load:file=" + log);
    switch (how) {
      case "variable" -> command.environment("OTEL_JAVAAGENT_ENABLED", "false");
      case "property" -> command.property("otel.javaagent.enabled", "false");
      case "file" ->
          command.environment(
              "OTEL_JAVAAGENT_CONFIGURATION_FILE",
              Files.writeString(folder.resolve("file"), "otel.javaagent.enabled=false\n")
                  .toString());
      case "argument" ->
          command
              .withoutAgent()
              .option("-javaagent:" + AgentCommand.agentJar() + "=otel.javaagent.enabled=false");
      default -> command.environment("OTEL_SDK_DISABLED", "true");
    }
    AgentProcess process = command.start();
    try (process) {
      process.awaitErrorLine("is off by configuration");
      process.send("one");
      process.awaitLine("said one");
      assertFalse(Jcmd.run(process.pid(), "Thread.print").contains("\"sonde-"));
      assertTrue(new SelfMetrics(command.prometheusPort()).read().isEmpty());
    }
    assertEquals(List.of("hello", "said one"), process.stdout());
    assertEquals(1, process.agentLines().size(), process.agentLines()::toString);
    List<String> loaded =
        Files.readAllLines(log).stream()
            .filter(line -> line.matches(".* io\\.sonde\\.(agent\\.weave|exporter|shaded)\\..*"))
            .toList();
    assertEquals(List.of(), loaded);
  }
}
