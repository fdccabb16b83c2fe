package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.ManyTasks;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(
    value = "T31",
    what = "100,000 virtual threads that park, lock and ask a database (JDK 25)")
class T31VirtualThreadsTest {
  private static final int THREADS = 100_000;
  private static final Pattern OURS = Pattern.compile("\\bio\\.sonde\\.(?!smoke\\.)");

  /** Nothing is put back on a thread when a span is done there. */
  static Mutant mutant() {
    return Mutant.named("never-deactivated")
        .edit("io.sonde.bootstrap.Span", "deactivate", MethodEdit.emptied());
  }

  @Test
  void theSpanGoesWithTheThread(@TempDir Path folder) throws IOException {
    Path recording = folder.resolve("pinned.jfr");
    try (Backend backend = Backend.start()) {
      AgentProcess process =
          new AgentCommand(ManyTasks.class, "virtual", String.valueOf(THREADS))
              .jdk(25)
              .backend(backend)
              .environment("OTEL_TRACES_SAMPLER", "traceidratio")
              .environment("OTEL_TRACES_SAMPLER_ARG", "0.01")
              .property("jdk.virtualThreadScheduler.parallelism", "4")
              .option(
                  "-XX:StartFlightRecording=filename="
                      + recording
                      + ",jdk.VirtualThreadPinned#threshold=20ms")
              .classPath(Libraries.resolve("com.h2database:h2:2.3.232"))
              .start();
      try (process) {
        assertEquals("0", process.awaitLine("wrong "));
      }
      List<RecordedEvent> pinned =
          RecordingFile.readAllEvents(recording).stream()
              .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
              .filter(event -> OURS.matcher(String.valueOf(event.getStackTrace())).find())
              .toList();
      assertTrue(pinned.isEmpty(), pinned::toString);
    }
  }
}
