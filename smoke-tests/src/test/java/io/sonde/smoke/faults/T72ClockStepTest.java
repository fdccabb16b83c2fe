package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedMetric;
import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By libfaketime, as no process has a wall clock of its own; skipped where it is not installed. */
@FaultRow(value = "T72", what = "the clock is set back an hour, then a day ahead, under load")
class T72ClockStepTest {
  private static final long SECOND = 1_000_000_000L;

  /** What may be between an event and its look-up here. */
  private static final long NEAR = 60 * SECOND;

  /** Spans of new traces are by a reading of the clock that is at most ten seconds old. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("reads-the-clock-once")
        .edit(
            "io.sonde.bootstrap.Clock",
            "anchor",
            MethodEdit.withConstant(10 * SECOND, Long.MAX_VALUE))
        .provenBy("timesFollowAndDurationsDoNot");
  }

  @Test
  void timesFollowAndDurationsDoNot() throws Exception {
    set(0);
    try (Backend backend = Backend.start();
        FaultRun run = FaultRun.start(agent -> faked(agent.backend(backend)))) {
      check(run, backend, 0);
      for (int seconds : new int[] {-3_600, 86_400}) {
        backend.clear();
        set(seconds);
        check(run, backend, seconds);
      }
      for (String account : List.of("otlp traces", "otlp logs")) {
        assertEquals(0, run.metrics().accounts().get(account).lost(), account);
      }
    }
  }

  /** What waits, waits by another clock; what is ordered by time is taken all the same. */
  @Test
  void allExportersGoOn() throws Exception {
    set(0);
    try (Faultd faultd = Faultd.start();
        FaultdRun run = FaultdRun.start(faultd, this::faked)) {
      // Of a sample that is older than the last one, remote write tells.
      run.process.expectWarning("remote-write");
      run.produce(50, 1_000);
      for (int seconds : new int[] {-3_600, 86_400, 0}) {
        set(seconds);
        run.produce(50, 1_000);
        run.settle();
      }
      for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
        run.checkLedger(protocol);
        assertEquals(0, run.account(protocol).lost(), protocol.toString());
      }
    }
  }

  /**
   * Awaits that everything is by the clock as it is set. Until it is, no connection is used again:
   * a server that is a day ahead has closed those that were idle.
   */
  private static void check(FaultRun run, Backend backend, int seconds) {
    Await.until(
        "spans by the clock of " + seconds,
        PATIENCE,
        () -> {
          run.same(RawHttp.get("/db?n=1", ""));
          run.same(RawHttp.get("/log?n=4", ""));
          return backend.spans(ReceivedSpan::isServer);
        },
        spans -> spans.stream().anyMatch(s -> near(s.span().getEndTimeUnixNano(), seconds)));
    run.load(12);
    backend.awaitLog(log -> near(log.log().getTimeUnixNano(), seconds));
    backend.awaitMetric(
        "http.server.request.duration",
        metric -> metric.points().stream().anyMatch(point -> near(point.time(), seconds)));
    for (ReceivedSpan received : backend.spans()) {
      Span span = received.span();
      long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
      assertTrue(nanos >= 0 && nanos < NEAR, () -> nanos + " ns: " + received);
    }
    for (ReceivedMetric received : backend.metrics()) {
      for (NumberDataPoint point : received.metric().getSum().getDataPointsList()) {
        assertTrue(point.getStartTimeUnixNano() <= point.getTimeUnixNano(), received::toString);
      }
      for (HistogramDataPoint point : received.metric().getHistogram().getDataPointsList()) {
        assertTrue(point.getStartTimeUnixNano() <= point.getTimeUnixNano(), received::toString);
        assertTrue(point.getSum() >= 0, received::toString);
        assertTrue(point.getSum() < 60.0 * point.getCount(), received::toString);
      }
    }
  }

  private static boolean near(long epochNanos, int seconds) {
    long now = System.currentTimeMillis() * 1_000_000 + seconds * SECOND;
    return Math.abs(epochNanos - now) < NEAR;
  }

  /** At once for who reads the file. */
  private void set(int seconds) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), "%+d%n".formatted(seconds));
    Files.move(next, folder.resolve("clock"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void faked(AgentCommand command) {
    command
        .environment("LD_PRELOAD", library().toString())
        .environment("FAKETIME_TIMESTAMP_FILE", folder.resolve("clock").toString())
        .environment("FAKETIME_CACHE_DURATION", "1")
        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Else no timed wait of a JVM waits.
        .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  private static Path library() {
    Path found = null;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/usr/lib"))) {
      for (Path each : folders) {
        Path library = each.resolve("faketime/libfaketimeMT.so.1");
        found = Files.exists(library) ? library : found;
      }
    } catch (IOException e) {
      // Another system.
    }
    assumeTrue(found != null, "libfaketime is not installed");
    return found;
  }
}
