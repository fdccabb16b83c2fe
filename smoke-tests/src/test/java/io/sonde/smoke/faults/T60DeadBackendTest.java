package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four destinations at once are dead, the others are not. In each way for 20 seconds; {@code
 * -Dsonde.faults.long=true} for five minutes.
 */
@FaultRow(
    value = "T60",
    what = "backends that are dead in each way there is, and come back; queues that are full")
class T60DeadBackendTest {
  private static final Set<FaultdProtocol> DEAD =
      EnumSet.of(
          FaultdProtocol.OTLP_GRPC,
          FaultdProtocol.LOKI,
          FaultdProtocol.ELASTICSEARCH,
          FaultdProtocol.ZIPKIN);
  private static final Set<FaultdProtocol> ALIVE =
      EnumSet.of(FaultdProtocol.OTLP_HTTP, FaultdProtocol.LOGSTASH);
  private static final List<String> DESTINATIONS =
      List.of("otlp", "loki", "elasticsearch", "zipkin");
  private static final int SECONDS = Boolean.getBoolean("sonde.faults.long") ? 300 : 20;

  /** Log records, and as many spans. */
  private static final int PER_SECOND = 1000;

  private static final int QUEUE = 8192;

  /** A backoff, its jitter, and the time-out of a request that began just before. */
  private static final Duration RESUMED = Duration.ofSeconds(48);

  /** What finds no place in a queue is not counted. */
  static Mutant mutant() {
    return Mutant.named("full-queue-is-not-counted")
        .edit("io.sonde.exporter.Ledger", "refused", MethodEdit.emptied())
        .provenBy("nobodyListens");
  }

  @Test
  void nobodyListens() {
    // Nothing waits for an answer in vain here; a busy machine's may take more than two seconds.
    outage(FaultMode.REFUSE, 10, "10000");
  }

  @Tag("faults")
  @ParameterizedTest
  @EnumSource(
      names = {
        "BLACKHOLE",
        "ACCEPT_NOREAD",
        "SLOW_DRIP",
        "RST_MID",
        "ERROR",
        "UNAVAILABLE",
        "HUGE_BODY",
        "BAD_GZIP"
      })
  void dead(FaultMode mode) {
    outage(mode, SECONDS, "2000");
  }

  /** All are there, but a burst is more than the queues hold. */
  @Test
  void fullQueue() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run =
            FaultdRun.start(
                faultd,
                command ->
                    command
                        .environment("OTEL_BSP_MAX_QUEUE_SIZE", "16")
                        .environment("OTEL_BLRP_MAX_QUEUE_SIZE", "16"))) {
      run.process.expectWarning("will keep trying quietly");
      run.process.expectWarning("was full");
      // The first answers may come too late, and what an outage costs is told by the outage.
      run.produce(10, 10);
      run.settle();
      run.produce(10_000, 1_000_000);
      run.settle();
      FaultdRun.ACCOUNTS.forEach(
          (name, protocol) -> {
            run.checkLedger(protocol);
            SelfMetrics.Account account = run.account(protocol);
            assertEquals(
                account.lost(), account.dropped("queue_full"), () -> name + ": " + account);
            String[] words = name.split(" ");
            String told = "records dropped (the queue of " + words[1] + " was full)";
            FaultdRun.await(
                name + " told",
                () -> run.told(words[0]).stream().filter(l -> l.endsWith(told)).count() == 1);
          });
    }
  }

  private static void outage(FaultMode mode, int seconds, String timeoutMillis) {
    try (Faultd faultd = Faultd.start();
        FaultdRun run =
            FaultdRun.start(
                faultd,
                command ->
                    command
                        .environment("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", timeoutMillis)
                        .environment("OTEL_EXPORTER_ZIPKIN_TIMEOUT", timeoutMillis)
                        .environment("SONDE_EXPORTER_LOKI_TIMEOUT", timeoutMillis)
                        .environment("SONDE_EXPORTER_ELASTICSEARCH_TIMEOUT", timeoutMillis))) {
      run.process.expectWarning("will keep trying quietly");
      run.process.expectWarning("records rejected");
      FaultdRun.Pace before = run.produce(5 * PER_SECOND, PER_SECOND);
      run.settle();
      int threads = threads(run);
      int descriptors = Jcmd.descriptors(run.process.pid());
      // A faultd that has never seen a request may answer its first one too late.
      List<Integer> early = DESTINATIONS.stream().map(name -> run.told(name).size()).toList();

      DEAD.forEach(protocol -> faultd.mode(protocol, mode));
      FaultdRun.Pace during = run.produce(seconds * PER_SECOND, PER_SECOND);
      assertTrue(during.median() <= 2 * before.median() + 200, before + ", then " + during);
      assertTrue(threads(run) <= threads, "threads");
      int more = Jcmd.descriptors(run.process.pid()) - descriptors;
      assertTrue(more <= DEAD.size(), more + " file descriptors");
      run.settle(DEAD.toArray(FaultdProtocol[]::new));
      ALIVE.forEach(protocol -> assertEquals(0, run.account(protocol).lost()));
      ALIVE.forEach(run::checkLedger);
      for (FaultdProtocol protocol : DEAD) {
        SelfMetrics.Account account = run.account(protocol);
        assertTrue(account.queued() <= QUEUE + 512, protocol + ": " + account);
      }

      DEAD.forEach(protocol -> faultd.mode(protocol, FaultMode.OK));
      FaultdRun.await(
          "delivery",
          RESUMED,
          () -> DEAD.stream().allMatch(protocol -> run.account(protocol).queued() == 0));
      run.produce(PER_SECOND, PER_SECOND);
      run.settle();
      DEAD.forEach(protocol -> check(run, mode, protocol));
      for (int i = 0; i < early.size(); i++) {
        List<String> told = run.told(DESTINATIONS.get(i));
        assertTrue(told.size() - early.get(i) <= 2, told::toString);
      }
    }
  }

  private static void check(FaultdRun run, FaultMode mode, FaultdProtocol protocol) {
    SelfMetrics.Account account = run.account(protocol);
    String all = mode + ", " + protocol + ": " + account;
    TakenIds logs = run.faultd.taken(protocol).logs();
    for (int n = run.produced() - PER_SECOND; n < run.produced() && logs.total() > 0; n++) {
      assertTrue(logs.count(n) >= 1, all);
    }
    run.checkLedger(protocol);
  }

  private static int threads(FaultdRun run) {
    return (int)
        Jcmd.run(run.process.pid(), "Thread.print")
            .lines()
            .filter(line -> line.startsWith("\"sonde-"))
            .count();
  }
}
