package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.ContextTasks;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The span goes where the work goes, and nowhere else (faults D1, D2, D8, D9). */
class ContextTest {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void theSpanGoesWithTheWork(int jdk) {
    AgentCommand command =
        new AgentCommand(ContextTasks.class)
            .jdk(jdk)
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none");
    try (AgentProcess process = command.start()) {
      process.awaitLine("done");
      List<String> lines = process.stdout();
      assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("FAIL")).toList());
      assertTrue(lines.size() > (jdk >= 21 ? 15 : 14), lines::toString);
    }
  }
}
