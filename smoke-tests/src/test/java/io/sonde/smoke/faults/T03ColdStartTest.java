package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.smoke.programs.faults.LoaderStorm;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T03", what = "cold starts while fifty loaders load five thousand classes")
class T03ColdStartTest {
  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("transformer-hangs")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.weave.AdviceTransformer",
            "transform",
            MethodEdit.startingWith(Careless.class, "hangs"))
        .provenBy("aFewTimes");
  }

  @Test
  void aFewTimes() throws Exception {
    times(6);
  }

  @Test
  @Tag("faults")
  void twoHundredTimes() throws Exception {
    times(Integer.getInteger("sonde.faults.starts", 200));
  }

  /** Each second one on one processor. */
  private void times(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Path log = folder.resolve("exceptions.log");
      AgentCommand command =
          new AgentCommand(LoaderStorm.class)
              .classPath(Libraries.resolve("org.ow2.asm:asm:9.9.1"))
              .option("-Xlog:exceptions=info:file=" + log);
      if (i % 2 == 1 && Files.isExecutable(Path.of("/usr/bin/taskset"))) {
        command.under("taskset", "-c", "0");
      }
      AgentProcess process = command.start();
      try (process) {
        process.awaitLine("loaded 5000");
      }
      assertEquals(0, process.awaitExit(), "start " + i);
      try (var lines = Files.lines(log)) {
        assertEquals(
            List.of(),
            lines
                .filter(l -> l.contains("ClassCircularityError") || l.contains("VerifyError"))
                .toList());
      }
    }
  }
}
