package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(
    value = "T77",
    what = "the agent is switched off, in each way that there is, also under load")
class T77KillSwitchTest {
  @TempDir private Path folder;

  /** No boolean is understood. */
  static Mutant mutant() {
    return Mutant.named("cannot-be-switched-off")
        .edit("io.sonde.agent.config.Values", "flag", MethodEdit.emptied())
        .edit("io.sonde.agent.weave.AdviceTransformer", "weaveBack", MethodEdit.emptied());
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

  /** What is queued is delivered, and then nothing is left of it but the classes. */
  @Test
  void underLoad() throws Exception {
    Path file = folder.resolve("off");
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                command ->
                    command.backend(backend).property("sonde.kill-switch.file", file.toString()))) {
      run.load(24);
      Files.createFile(file);
      run.load(120);
      run.watched().awaitErrorLine("is off until the JVM is started anew");
      assertTrue(run.metrics().read().isEmpty());
      int before = backend.spans(ReceivedSpan::isServer).size();
      assertTrue(before >= 26, "the spans of before");
      run.load(24);
      Await.until(
          "the end of its threads",
          () -> !Jcmd.run(run.watched().pid(), "Thread.print").contains("\"sonde-"));
      assertEquals(before, backend.spans(ReceivedSpan::isServer).size());
    }
  }
}
