package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T18", what = "JDK 25 is told to deny what a later one will")
class T18DenyFlagsTest {
  static Mutant mutant() {
    return Mutant.named("uses-unsafe")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup", "run", MethodEdit.startingWith(Careless.class, "usesUnsafe"));
  }

  /** The JDK warns of what it will deny in lines that begin with WARNING. */
  @Test
  void nothingIsDeniedToTheAgent() {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                both ->
                    both.jdk(25)
                        .option("--sun-misc-unsafe-memory-access=deny")
                        .option("--illegal-native-access=deny")
                        .option("-XX:-EnableDynamicAgentLoading"),
                command -> command.backend(backend))) {
      run.load(120);
      for (String name : List.of("GET", "SELECT")) {
        backend.awaitSpans(1, span -> span.name().startsWith(name));
      }
      backend.awaitSpans(1, span -> !span.isServer() && span.name().startsWith("GET"));
      backend.awaitLog(log -> log.body().contains("logged"));
      backend.awaitMetric("jvm.memory.used");
      assertEquals(
          List.of(),
          run.watched().stderr().stream().filter(line -> line.startsWith("WARNING")).toList());
    }
  }
}
