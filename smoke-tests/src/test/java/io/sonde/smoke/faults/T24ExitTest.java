package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.Ends;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T24", what = "the application ends at any time, in any way")
class T24ExitTest {
  private static final Map<String, Integer> STATUS =
      Map.of("exit", 3, "halt", 4, "throw", 1, "end", 0);

  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("last-hook-hangs")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.LastShutdownHook$Awaited",
            "run",
            MethodEdit.startingWith(Careless.class, "hangs"))
        .provenBy("aFewTimes");
  }

  @Test
  void aFewTimes() throws Exception {
    times(12, 600);
  }

  @Test
  @Tag("faults")
  void twoThousandTimes() throws Exception {
    times(Integer.getInteger("sonde.faults.starts", 2_000), 3_000);
  }

  private void times(int count, int maxMillis) throws Exception {
    Random random = new Random(24);
    List<String> ways = STATUS.keySet().stream().sorted().toList();
    for (int i = 0; i < count; i++) {
      String way = ways.get(i % ways.size());
      String millis = String.valueOf(random.nextInt(maxMillis));
      AgentProcess process = new AgentCommand(Ends.class, way, millis).directory(folder).start();
      try (process) {
        assertEquals(STATUS.get(way), process.awaitExit(), way + " after " + millis + " ms");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
