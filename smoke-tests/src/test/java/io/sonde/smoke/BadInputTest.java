package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.OddClasses;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files that are none are the JVM's to refuse. */
class BadInputTest {
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
}
