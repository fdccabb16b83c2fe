package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.Ends;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T24", what = "the application ends at any time, in any way")
class T24ExitTest {
  private static final int PARALLEL = 4;
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

  /** The matrix would have 2,000, which is half an hour on two processors. */
  @Test
  @Tag("faults")
  void manyTimes() throws Exception {
    times(Integer.getInteger("sonde.faults.exits", 400), 3_000);
  }

  private void times(int count, int maxMillis) throws Exception {
    Random random = new Random(24);
    List<String> ways = STATUS.keySet().stream().sorted().toList();
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String way = ways.get(i % ways.size());
        int millis = random.nextInt(maxMillis);
        ends.add(threads.submit(() -> end(way, millis)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private void end(String way, int millis) {
    String after = String.valueOf(millis);
    AgentProcess process = new AgentCommand(Ends.class, way, after).directory(folder).start();
    try (process) {
      // On a busy machine the time that an exit may take is too short: a loss that is told.
      process.expectWarning("records were not delivered before the exit");
      assertEquals(STATUS.get(way), process.awaitExit(), way + " after " + millis + " ms");
    }
  }
}
