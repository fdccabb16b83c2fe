package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T22", what = "the agent twice: at the start, attached, from two places")
class T22SecondAgentTest {
  private static final String SECOND = "a second agent jar is ignored";

  @TempDir private Path folder;

  /** It forgets that it is there. */
  static Mutant mutant() {
    return Mutant.named("forgets-itself")
        .edit("io.sonde.agent.SondeAgent", "start", MethodEdit.withConstant(1, 0))
        .provenBy("atTheStart");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void atTheStart(boolean copied) throws Exception {
    AgentProcess process =
        new AgentCommand(Hello.class).option("-javaagent:" + jar(copied)).start();
    check(process);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false", "false, true"})
  void attached(boolean atTheStart, boolean copied) throws Exception {
    AgentCommand command = new AgentCommand(Hello.class);
    AgentProcess process = (atTheStart ? command : command.withoutAgent()).start();
    process.awaitLine("hello");
    if (!atTheStart) {
      attach(process, AgentCommand.agentJar());
    }
    process.awaitErrorLine("[sonde] INFO");
    attach(process, jar(copied));
    check(process);
  }

  private Path jar(boolean copied) throws Exception {
    return copied
        ? Files.copy(AgentCommand.agentJar(), folder.resolve("another-name.jar"))
        : AgentCommand.agentJar();
  }

  private static void attach(AgentProcess process, Path jar) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
    machine.loadAgent(jar.toAbsolutePath().toString());
    machine.detach();
  }

  private static void check(AgentProcess process) {
    try (process) {
      process.expectWarning(SECOND);
      process.send("one");
      process.awaitLine("said one");
      process.awaitErrorLine(SECOND);
      process.awaitErrorLine("[sonde] INFO");
      long started =
          process.agentLines().stream().filter(line -> line.contains("watching")).count();
      assertTrue(started <= 1, () -> process.agentLines().toString());
    }
    assertEquals(0, process.awaitExit());
    assertEquals(List.of("hello", "said one"), process.stdout());
  }
}
