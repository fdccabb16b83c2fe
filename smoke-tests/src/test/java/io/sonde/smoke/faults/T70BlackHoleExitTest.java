package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.Departures;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@FaultRow(
    value = "T70",
    what = "the application ends, in each way, while no destination answers any more")
class T70BlackHoleExitTest {
  private static final int RECORDS = 100;
  private static final String LOST = "records were not delivered before the exit";

  /** Of what an end may take longer than without the agent, by the matrix. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

  static Mutant mutant() {
    return Mutant.named("close-has-no-end")
        .adding(Careless.class)
        .edit("io.sonde.agent.Exporters", "close", MethodEdit.startingWith(Careless.class, "hangs"))
        .provenBy("exits");
  }

  @Test
  void exits() {
    assertLost(ends("exit", 3, process -> process.send("now")), RECORDS + 1);
  }

  @Test
  void isTerminated() {
    assertLost(ends("wait", 143, AgentProcess::terminate), RECORDS + 1);
  }

  /** As a supervisor does that has no patience. */
  @Test
  void isTerminatedTwice() {
    List<String> told =
        ends(
            "wait",
            143,
            process -> {
              ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
              handle.destroy();
              process.awaitLine("stopped");
              handle.destroy();
            });
    assertLost(told, RECORDS + 1);
  }

  @ParameterizedTest
  @CsvSource({"return, 0", "error, 1"})
  void mainEnds(String way, int status) {
    assertLost(ends(way, status, process -> process.send("now")), RECORDS + 1);
  }

  /** No hook runs, and none of ours; the JVM leaves it at a halt. */
  @ParameterizedTest
  @CsvSource({"memory, 3", "halt in a hook, 5"})
  void isCutOff(String way, int status) {
    assertEquals(List.of(), ends(way, status, process -> process.send("now")));
  }

  /** What the agent says of it. */
  private static List<String> ends(String way, int status, Consumer<AgentProcess> how) {
    try (Faultd faultd = Faultd.start()) {
      faultd.all(FaultMode.BLACKHOLE);
      faultd.mode(FaultdProtocol.LOGSTASH, FaultMode.ACCEPT_NOREAD);
      AgentProcess golden = command(faultd, way).withoutAgent().start();
      AgentCommand command = command(faultd, way);
      AgentProcess watched = command.start();
      try (golden;
          watched) {
        watched.expectWarning("not reachable").expectWarning(LOST).expectWarning("may be lost");
        SelfMetrics metrics = new SelfMetrics(command.prometheusPort());
        watched.awaitLine("ready");
        FaultdRun.await(
            "all records",
            () ->
                metrics.accounts().entrySet().stream()
                        .filter(each -> each.getKey().endsWith(" logs"))
                        .filter(each -> each.getValue().produced() == RECORDS)
                        .count()
                    == 4);
        long goldenNanos = end(golden, how, status);
        long nanos = end(watched, how, status);
        long more = nanos - goldenNanos;
        // How slow the machine is just now, the other one tells.
        assertTrue(
            more <= MAX_NANOS + goldenNanos, () -> way + " took ms more: " + more / 1_000_000);
        assertEquals(golden.stdout(), watched.stdout());
        for (String line : watched.stderr()) {
          assertFalse(line.contains("at io.sonde.") && !line.contains(".smoke."), line);
        }
        return watched.agentLines().stream().filter(line -> line.contains(LOST)).toList();
      }
    }
  }

  private static AgentCommand command(Faultd faultd, String way) {
    return FaultdRun.command(faultd, Departures.class, way, "" + RECORDS)
        .option("-Xmx64m")
        .option("-XX:+ExitOnOutOfMemoryError");
  }

  private static long end(AgentProcess process, Consumer<AgentProcess> how, int status) {
    process.awaitLine("ready");
    long start = System.nanoTime();
    how.accept(process);
    assertEquals(status, process.awaitExit());
    return System.nanoTime() - start;
  }

  /** One line with the exact count of what no destination took. */
  private static void assertLost(List<String> told, int records) {
    assertEquals(1, told.size(), told::toString);
    String line = told.get(0);
    assertTrue(line.startsWith("[sonde] WARN "), line);
    for (String destination : List.of("otlp", "loki", "elasticsearch")) {
      assertTrue(line.matches(".*[(, ]" + destination + " logs " + records + "[,)].*"), line);
    }
  }
}
