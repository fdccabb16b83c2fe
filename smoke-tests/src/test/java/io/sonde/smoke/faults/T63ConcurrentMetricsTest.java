package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.exporter.remotewrite.FakeReceiver;
import io.sonde.smoke.Exposed;
import io.sonde.smoke.programs.ManyWriters;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedMetric;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The labels are judged by the official parser of OpenMetrics. */
@FaultRow(
    value = "T63",
    what = "scrapes, OTLP and remote write at once, while 32 threads write hard labels")
class T63ConcurrentMetricsTest {
  private static final int THREADS = 32;
  private static final int TIMES = 3_000;
  private static final double TOTAL = THREADS * TIMES;
  private static final List<String> COUNTERS =
      List.of(
          "writes_total",
          "collisions_total",
          "sizes_count",
          "http_server_request_duration_seconds_count");

  /** What ends a line is written as it is. */
  static Mutant mutant() {
    return Mutant.named("labels-are-not-escaped")
        .edit(
            "io.sonde.exporter.prometheus.Escape",
            "append",
            MethodEdit.withConstant(Integer.valueOf('\n'), Integer.valueOf('n')));
  }

  @Test
  void allSumsAreExact() throws Exception {
    try (Backend backend = Backend.start();
        FakeReceiver receiver = new FakeReceiver(FakeReceiver.Kind.V2)) {
      AgentCommand command =
          new AgentCommand(ManyWriters.class, "" + THREADS, "" + TIMES)
              .classPath(Libraries.resolve("io.micrometer:micrometer-core:1.17.1"))
              .environment("OTEL_TRACES_EXPORTER", "none")
              .environment("OTEL_LOGS_EXPORTER", "none")
              .environment("OTEL_METRICS_EXPORTER", "prometheus,otlp,remote-write")
              .environment("SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", receiver.url("").toString())
              .backend(backend);
      try (AgentProcess process = command.start()) {
        process.awaitLine("writing");
        AtomicBoolean done = new AtomicBoolean();
        Thread scraper = scraper(new SelfMetrics(command.prometheusPort()), done);
        process.awaitLine("written");
        done.set(true);
        scraper.join();
        Exposed page = Exposed.of(command.prometheusPort());
        for (String counter : COUNTERS) {
          assertEquals(TOTAL, page.sum(counter), counter + " in " + page);
          Await.until(
              counter + " by remote write", () -> receiver.sum(counter), sum -> sum == TOTAL);
        }
        assertEquals(TOTAL / 3, page.sum("sizes_bucket", "le=10.0"), page::toString);
        assertEquals(TOTAL, page.sum("sizes_bucket", "le=+Inf"), page::toString);
        Await.until("writes by OTLP", () -> sent(backend, "writes"), sum -> sum == TOTAL);
        Await.until(
            "requests by OTLP",
            () -> sent(backend, "http.server.request.duration"),
            sum -> sum == TOTAL);
        assertEquals(List.of(), receiver.malformed());
      }
    }
  }

  /** The values of the latest request that has the metric; counts, where it has them. */
  private static double sent(Backend backend, String name) {
    List<ReceivedMetric> all =
        backend.metrics().stream().filter(metric -> metric.name().equals(name)).toList();
    return all.isEmpty()
        ? 0
        : all.get(all.size() - 1).points().stream()
            .mapToDouble(point -> point.count() > 0 ? point.count() : point.value())
            .sum();
  }

  private static Thread scraper(SelfMetrics metrics, AtomicBoolean done) {
    Thread thread =
        new Thread(
            () -> {
              while (!done.get()) {
                metrics.read();
              }
            });
    thread.start();
    return thread;
  }
}
