package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar is attached, the program runs as ever and ends as ever. */
class AttachTest {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void aProgramRunsAndEnds(int jdk) {
    AgentProcess process = new AgentCommand(Hello.class).jdk(jdk).start();
    try (process) {
      process.send("one");
      process.awaitLine("said one");
    }
    assertEquals(0, process.awaitExit());
    assertEquals(List.of("hello", "said one"), process.stdout());
  }
}
