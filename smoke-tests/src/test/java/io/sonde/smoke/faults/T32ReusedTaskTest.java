package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.ManyTasks;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T32",
    what = "one task submitted a million times to several pools, rejected, cancelled")
class T32ReusedTaskTest {
  private static final long MAX_HEAP = 4 << 20;

  /** No task takes its span along. */
  static Mutant mutant() {
    return Mutant.named("nothing-captured")
        .edit("io.sonde.bootstrap.context.Capture", "forTask", MethodEdit.emptied());
  }

  @Test
  void oneTask() {
    try (AgentProcess few = start(10_000);
        AgentProcess many = start(1_000_000)) {
      few.awaitLine("wrong");
      assertEquals("0", many.awaitLine("wrong ").strip());
      assertEquals("0", many.awaitLine("left "));
      long more = Jcmd.liveHeap(many.pid()) - Jcmd.liveHeap(few.pid());
      assertTrue(more < MAX_HEAP, more + " bytes more on the heap");
    }
  }

  private static AgentProcess start(int tasks) {
    return new AgentCommand(ManyTasks.class, "reused", String.valueOf(tasks))
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none")
        .start();
  }
}
