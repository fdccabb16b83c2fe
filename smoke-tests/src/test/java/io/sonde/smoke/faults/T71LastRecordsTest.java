package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedMetric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -Dsonde.faults.long=true}: stopped for a minute. */
@FaultRow(
    value = "T71",
    what = "the application ends, is killed or stopped, just after a thousand records")
class T71LastRecordsTest {
  private static final int RECORDS = 1000;
  private static final int STOPPED_SECONDS = Boolean.getBoolean("sonde.faults.long") ? 60 : 5;

  static Mutant mutant() {
    return Mutant.named("nothing-is-sent-at-the-end")
        .edit("io.sonde.exporter.ExportWorker", "lastRound", MethodEdit.emptied())
        .provenBy("allIsDelivered");
  }

  /** All of them, and the metrics that count them, which no interval would have sent. */
  @ParameterizedTest
  @CsvSource({"terminated, 143", "exit, 3"})
  void allIsDelivered(String how, int status) {
    try (Faultd faultd = Faultd.start();
        Backend backend = Backend.start();
        FaultdRun run =
            FaultdRun.start(
                faultd,
                command ->
                    command
                        .environment("OTEL_BSP_SCHEDULE_DELAY", null)
                        .environment("OTEL_BLRP_SCHEDULE_DELAY", null)
                        .environment("OTEL_METRICS_EXPORTER", "prometheus,otlp,remote-write")
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
                        .environment(
                            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
                            backend.endpoint() + "/v1/metrics"))) {
      run.produce(RECORDS, 1_000_000);
      if (how.equals("exit")) {
        run.process.send("exit");
      } else {
        ProcessHandle.of(run.process.pid()).orElseThrow().destroy();
      }
      assertEquals(status, run.process.awaitExit());
      FaultdRun.ACCOUNTS.values().forEach(protocol -> assertAll(faultd, protocol));
      assertTrue(faultd.taken(FaultdProtocol.REMOTE_WRITE).points().distinct() > 0);
      long counted =
          backend.metrics().stream()
              .filter(metric -> metric.name().equals("db.client.operation.duration"))
              .flatMap(metric -> metric.points().stream())
              .mapToLong(ReceivedMetric.Point::count)
              .sum();
      assertEquals(faultd.taken(FaultdProtocol.ZIPKIN).spans().distinct(), counted);
    }
  }

  private static void assertAll(Faultd faultd, FaultdProtocol protocol) {
    Taken taken = faultd.taken(protocol);
    boolean spans = taken.spans().total() > 0;
    TakenIds ids = spans ? taken.spans() : taken.logs();
    FaultdRun.await("the last", Duration.ofSeconds(2), () -> ids.distinct() >= RECORDS);
    assertEquals(ids.distinct(), ids.total(), () -> "came twice, " + protocol);
    assertEquals(List.of(), taken.logs().missing(0, spans ? 0 : RECORDS));
  }

  /** What is lost is what the delay holds, a second here, and the batch on its way. */
  @Test
  void killed() {
    int perSecond = 500;
    try (Faultd faultd = Faultd.start();
        FaultdRun run =
            FaultdRun.start(
                faultd,
                command ->
                    command
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "1000")
                        .environment("OTEL_BLRP_SCHEDULE_DELAY", "1000"))) {
      run.produce(3 * RECORDS, perSecond);
      ProcessHandle.of(run.process.pid()).orElseThrow().destroyForcibly();
      assertEquals(137, run.process.awaitExit());
      int safe = 3 * RECORDS - perSecond * 3 / 2;
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        Taken taken = faultd.taken(protocol);
        if (taken.spans().total() > 0) {
          assertTrue(taken.spans().distinct() >= safe, protocol + ": " + taken);
        } else {
          assertEquals(List.of(), taken.logs().missing(0, safe), protocol + ": " + taken);
        }
        assertEquals(List.of(), taken.malformed());
      }
    }
  }

  /** As a debugger, a checkpoint of the machine or a cgroup does. */
  @Test
  void stoppedAndContinued() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = FaultdRun.start(faultd, command -> {})) {
      run.produce(RECORDS, RECORDS);
      int from = run.produced();
      run.begin(RECORDS, RECORDS / 2);
      TakenIds logs = faultd.taken(FaultdProtocol.OTLP_HTTP).logs();
      FaultdRun.await("half of them", () -> logs.distinct() >= from + RECORDS / 2);
      signal(run, "STOP");
      int requests = requests(faultd);
      FaultdRun.sleep(Duration.ofSeconds(STOPPED_SECONDS));
      signal(run, "CONT");
      run.end(from);
      run.settle();
      int more = requests(faultd) - requests;
      assertTrue(more <= 5, more + " readings of the metrics, one a second");
      Consumer<FaultdProtocol> exactly =
          protocol -> {
            assertEquals(0, run.account(protocol).lost(), "" + protocol);
            run.checkLedger(protocol);
          };
      FaultdRun.ACCOUNTS.values().forEach(exactly);
    }
  }

  private static int requests(Faultd faultd) {
    return faultd.taken(FaultdProtocol.REMOTE_WRITE).requests().size();
  }

  private static void signal(FaultdRun run, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + run.process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
