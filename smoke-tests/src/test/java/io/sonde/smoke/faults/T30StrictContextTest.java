package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.ContextTasks;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The span goes where the work goes, and nowhere else (faults D1, D2, D8, D9). */
@FaultRow(
    value = "T30",
    what =
        "work handed on in every way: 64 threads, tasks that submit themselves, pools born in a"
            + " request, exceptions")
class T30StrictContextTest {
  /** A task that submits itself takes along the span of a request that is over. */
  static Mutant mutant() {
    return Mutant.named("over-and-captured")
        .edit("io.sonde.bootstrap.context.Capture", "forTask", MethodEdit.withoutCall("ended"));
  }

  @Test
  void theSpanGoesWithTheWork() {
    AgentCommand command =
        new AgentCommand(ContextTasks.class)
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none");
    try (AgentProcess process = command.start()) {
      process.awaitLine("done");
      List<String> lines = process.stdout();
      assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("FAIL")).toList());
      assertTrue(lines.size() > 14, lines::toString);
    }
  }
}
