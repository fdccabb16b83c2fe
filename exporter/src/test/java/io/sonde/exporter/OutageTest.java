package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final long MILLI = 1_000_000L;

  @Test
  void theWaitGrowsToThirtySecondsAndNeverBeatsRetryAfter() {
    Outage outage = new Outage("test");
    long now = System.nanoTime();
    for (long least = 500; least < 20_000; least *= 2) {
      outage.failed(0, "test", true);
      long wait = outage.notBefore() - now;
      assertTrue(wait >= Math.min(least, 15_000) * MILLI, "wait " + wait);
      assertTrue(wait < 2 * least * MILLI + TimeUnit.SECONDS.toNanos(10), "wait " + wait);
    }
    for (int i = 0; i < 100; i++) {
      now = System.nanoTime();
      outage.failed(0, "test", true);
      assertTrue(outage.notBefore() - now < TimeUnit.SECONDS.toNanos(40));
    }
    outage.failed(60_000, "test", true);
    assertTrue(outage.notBefore() - System.nanoTime() > TimeUnit.SECONDS.toNanos(55));
    outage.hurry();
    assertTrue(outage.notBefore() - System.nanoTime() > TimeUnit.SECONDS.toNanos(55));
    outage.failed(0, "test", true);
    outage.hurry();
    assertTrue(outage.notBefore() - System.nanoTime() <= 0);
  }

  @Test
  void anOutageIsToldInOneLineAndItsEndInAnother() throws Exception {
    assertEquals(
        List.of(
            "[sonde] WARN loki-logs: not reachable (HTTP 503), will keep trying quietly",
            "[sonde] INFO loki-logs: reachable again after 0 s",
            "[sonde] INFO otlp: not reachable (Connection refused), will keep trying quietly",
            "[sonde] WARN otlp: not reachable (not trusted), will keep trying quietly",
            "[sonde] INFO otlp: reachable again after 0 s"),
        Story.lines(Outages.class));
  }

  static final class Outages {
    public static void main(String[] args) {
      Outage outage = new Outage("loki-logs");
      for (int flap = 0; flap < 5; flap++) {
        for (int i = 0; i < 20; i++) {
          outage.failed(0, "HTTP 503", true);
        }
        outage.over();
        outage.over();
      }
      Outage traces = new Outage("otlp");
      Outage logs = new Outage("otlp");
      for (Outage each : List.of(traces, logs, traces)) {
        each.failed(0, "Connection refused", false);
      }
      for (Outage each : List.of(traces, logs, traces)) {
        each.failed(0, "not trusted", true);
      }
      traces.failed(0, "Connection refused", false);
      traces.failed(0, "not trusted", true);
      traces.over();
      logs.over();
    }
  }
}
