package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

@FaultRow(value = "T61", what = "exporters and their threads meet errors and interrupts")
class T61WorkerErrorTest {
  /** An error that a worker meets ends it. */
  static Mutant mutant() {
    return Mutant.named("worker-ends-with-an-error")
        .adding(WorkerChaos.class)
        .edit(
            "io.sonde.exporter.Worker",
            "pauseUntil",
            MethodEdit.startingWith(WorkerChaos.class, "always"))
        .provenBy("inTheWorker");
  }

  private static MethodEdit chaos() {
    return MethodEdit.startingWith(WorkerChaos.class, "atFirst");
  }

  /** Each attempt that fails is made again, after a while. */
  @Test
  void inAnExporter() {
    check(
        Mutant.named("chaos-in-exporters")
            .adding(WorkerChaos.class)
            .edit("io.sonde.exporter.net.HttpSender", "post", chaos())
            .edit("io.sonde.exporter.otlp.OtlpGrpcExporter", "call", chaos())
            .edit("io.sonde.exporter.logstash.LogstashExporter", "export", chaos()));
  }

  @Test
  void inTheWorker() {
    check(
        Mutant.named("chaos-in-workers")
            .adding(WorkerChaos.class)
            .edit("io.sonde.exporter.ExportWorker", "round", chaos())
            .edit("io.sonde.exporter.PeriodicMetricWorker", "round", chaos()));
  }

  private static void check(Mutant chaos) {
    chaos.run(
        () -> {
          try (Faultd faultd = Faultd.start();
              FaultdRun run = FaultdRun.start(faultd, command -> {})) {
            run.process.expectWarning("will keep trying quietly");
            run.produce(1000, 1000);
            run.settle();
            for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
              assertEquals(0, run.account(protocol).lost(), "" + protocol);
              // An interrupt may come between a request and its answer.
              run.checkLedger(protocol, true);
            }
            Taken metrics = faultd.taken(FaultdProtocol.REMOTE_WRITE);
            FaultdRun.await("metrics", () -> metrics.points().total() > 0);
          }
        });
  }
}
