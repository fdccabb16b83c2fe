package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T75", what = "97 % of the heap is live; all processors are busy for a minute")
class T75OverloadTest {
  private static final String DROPPED = "spans and logs are dropped until it is over: ";
  private static final String OVER = "spans and logs are exported again";

  /** It notices, and does nothing about it. */
  static Mutant mutant() {
    return Mutant.named("nothing-is-shed")
        .edit("io.sonde.agent.Pipeline", "shed", MethodEdit.emptied())
        .provenBy("heap");
  }

  @Test
  void heap() {
    check("fill the heap", "free the heap", "% of the heap is live", Duration.ofSeconds(30));
  }

  /** It takes a minute to open and one to close. */
  @Tag("faults")
  @Test
  void processors() {
    check("burn", "stop burning", "% of its processors busy", Duration.ofSeconds(100));
  }

  @Test
  void canBeSwitchedOff() {
    try (Backend backend = Backend.start();
        FaultRun run =
            start(backend, command -> command.property("sonde.circuit-breaker.enabled", "false"))) {
      String threads = Jcmd.run(run.watched().pid(), "Thread.print");
      assertTrue(threads.contains("\"sonde-otlp-traces\""), threads);
      assertFalse(threads.contains("circuit"), threads);
    }
  }

  private static FaultRun start(Backend backend, Consumer<AgentCommand> settings) {
    return FaultRun.start(
        // One processor is always to be had, whatever else runs on this machine.
        command ->
            command
                .option("-XX:+UseSerialGC")
                .option("-Xmx128m")
                .option("-XX:ActiveProcessorCount=1"),
        command -> settings.accept(command.backend(backend)));
  }

  private static void check(String begin, String end, String reason, Duration within) {
    try (Backend backend = Backend.start();
        FaultRun run = start(backend, command -> {})) {
      AgentProcess watched = run.watched().expectWarning(DROPPED);
      watched.send(begin);
      await("warning", within, watched, DROPPED);
      long shed = overload(run);
      long served = run.metrics().sum("http_server_request_duration_seconds_count");
      run.load(24);
      assertTrue(overload(run) >= shed + 24, "nothing was shed");
      long servedNow = run.metrics().sum("http_server_request_duration_seconds_count");
      assertTrue(servedNow >= served + 24, "metrics are kept: " + served + " to " + servedNow);

      watched.send(end);
      await("its end", within, watched, OVER);
      backend.clear();
      run.load(12);
      backend.awaitSpans(13, ReceivedSpan::isServer);
      assertEquals(1, watched.agentLines().stream().filter(line -> line.contains(DROPPED)).count());
      assertTrue(
          watched.agentLines().stream().anyMatch(line -> line.contains(reason)),
          watched.agentLines()::toString);
      run.metrics()
          .awaitSettled()
          .forEach((name, account) -> assertTrue(account.balanced(), name + account));
    }
  }

  private static void await(String what, Duration within, AgentProcess process, String line) {
    Await.until(
        what,
        within,
        process::agentLines,
        lines -> lines.stream().anyMatch(each -> each.contains(line)));
  }

  private static long overload(FaultRun run) {
    return run.metrics().sum("sonde_records_dropped_total", "reason=\"overload\"");
  }
}
