package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T65", what = "backends that say when to come again, and those that come and go")
class T65RetryAfterTest {
  /** The shortest wait without being told: half a second, less what a request is early by. */
  private static final long BACKOFF = 450;

  /** In which a worker that fails makes at most one request for each five seconds. */
  private static final int WATCHED_SECONDS = 60;

  /** What backends say of when they will have time is nothing to us. */
  static Mutant mutant() {
    return Mutant.named("retry-after-is-ignored")
        .edit("io.sonde.exporter.net.RetryAfter", "millis", MethodEdit.returning(0L))
        .edit("io.sonde.exporter.otlp.GrpcStatus", "retryDelayMillis", MethodEdit.returning(0L))
        .provenBy("notBeforeTheyAreTold");
  }

  private static FaultdRun start(Faultd faultd) {
    FaultdRun run = FaultdRun.start(faultd, command -> {});
    run.process.expectWarning("will keep trying quietly").expectWarning("before the exit");
    return run;
  }

  private static void busy(Faultd faultd, FaultdProtocol protocol, String retryAfter) {
    faultd.mode(protocol, FaultdSetting.of(FaultMode.BUSY).retryAfter(retryAfter));
  }

  /** The times between the requests that were refused, in milliseconds. */
  private static List<Long> waits(Faultd faultd, FaultdProtocol protocol) {
    List<Taken.Request> requests =
        faultd.taken(protocol).requests().stream().filter(r -> r.mode() != FaultMode.OK).toList();
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < requests.size(); i++) {
      waits.add((requests.get(i).nanos() - requests.get(i - 1).nanos()) / 1_000_000);
    }
    return waits;
  }

  private static void assertWaits(Faultd faultd, FaultdProtocol protocol, long millis) {
    List<Long> waits = waits(faultd, protocol);
    assertTrue(
        !waits.isEmpty() && waits.stream().allMatch(wait -> wait >= millis),
        () -> protocol + ": " + waits);
  }

  @Test
  void notBeforeTheyAreTold() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(8);
      String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date);
      long start = System.nanoTime();
      busy(faultd, FaultdProtocol.OTLP_GRPC, "3");
      busy(faultd, FaultdProtocol.OTLP_HTTP, "soon, I think");
      busy(faultd, FaultdProtocol.LOKI, "2");
      busy(faultd, FaultdProtocol.ELASTICSEARCH, text);
      busy(faultd, FaultdProtocol.ZIPKIN, "3600");
      busy(faultd, FaultdProtocol.REMOTE_WRITE, "-5");
      run.produce(100, 1000);
      FaultdRun.await("the date", () -> !waits(faultd, FaultdProtocol.ELASTICSEARCH).isEmpty());
      long toDate = faultd.taken(FaultdProtocol.ELASTICSEARCH).requests().get(1).nanos() - start;
      // The text has whole seconds.
      assertTrue(toDate >= 7_000_000_000L, () -> toDate + " ns");
      FaultdRun.await("Loki again", () -> waits(faultd, FaultdProtocol.LOKI).size() >= 2);
      FaultdRun.await("OTLP again", () -> waits(faultd, FaultdProtocol.OTLP_GRPC).size() >= 2);
      assertWaits(faultd, FaultdProtocol.LOKI, 2000);
      assertWaits(faultd, FaultdProtocol.OTLP_GRPC, 3000);
      assertWaits(faultd, FaultdProtocol.OTLP_HTTP, BACKOFF);
      assertWaits(faultd, FaultdProtocol.REMOTE_WRITE, BACKOFF);
      assertEquals(1, faultd.taken(FaultdProtocol.ZIPKIN).requests().size());

      faultd.all(FaultMode.OK);
      run.settle(FaultdProtocol.ZIPKIN);
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        if (protocol != FaultdProtocol.ZIPKIN) {
          assertEquals(0, run.account(protocol).lost(), "" + protocol);
          run.checkLedger(protocol);
        }
      }
    }
  }

  /** Nothing is lost when each second request fails, and nobody reads of it each time. */
  @Test
  void flapping() {
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      faultd.all(FaultdSetting.of(FaultMode.UNAVAILABLE).every(2));
      run.produce(5000, 500);
      run.settle();
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        assertEquals(0, run.account(protocol).lost(), "" + protocol);
        run.checkLedger(protocol);
      }
      for (String destination : List.of("otlp", "loki", "elasticsearch", "zipkin")) {
        List<String> told = run.told(destination);
        assertTrue(told.size() <= 2, told::toString);
      }
    }
  }

  @Test
  @Tag("faults")
  void seldomWhileItFails() {
    Set<FaultdProtocol> all = EnumSet.allOf(FaultdProtocol.class);
    all.remove(FaultdProtocol.LOGSTASH);
    try (Faultd faultd = Faultd.start();
        FaultdRun run = start(faultd)) {
      faultd.all(FaultMode.UNAVAILABLE);
      run.begin(WATCHED_SECONDS * 100, 100);
      FaultdRun.sleep(Duration.ofSeconds(WATCHED_SECONDS));
      for (FaultdProtocol protocol : all) {
        List<Long> waits = waits(faultd, protocol);
        assertTrue(waits.size() < WATCHED_SECONDS / 5, () -> protocol + ": " + waits);
        assertWaits(faultd, protocol, BACKOFF);
      }
      run.end(0);
    }
  }
}
