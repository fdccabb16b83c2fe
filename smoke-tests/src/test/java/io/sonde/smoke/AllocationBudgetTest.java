package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.remotewrite.FakeReceiver;
import io.sonde.smoke.programs.allocation.ExportPaths;
import io.sonde.smoke.programs.allocation.HotPaths;
import io.sonde.smoke.programs.allocation.Meter;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What hot paths may allocate. All is compiled by C1 ({@link AgentCommand} sees to that), which has
 * no escape analysis: so the figures are exact and come again, whatever a JIT compiler finds out
 * when. They are the same on JDK 17 and 25, but for a few per cent of the export.
 *
 * <p>A budget is the figure that was measured and a few bytes more, on the application's threads
 * too few for one more object. Whoever lowers the figure lowers the budget.
 */
class AllocationBudgetTest {
  /** A path and the most bytes for one operation. */
  private record Budget(String path, long bytes) {}

  /**
   * It is 260 to 320 on one machine: with and without the agent it is chance whether the caller has
   * to wait for the reply, and a waiter is garbage.
   */
  private static final int LETTUCE = 360;

  /** What the agent adds on the application's threads. */
  private static final List<Budget> SAMPLED =
      List.of(
          new Budget("servlet", 232),
          new Budget("servlet, traceparent", 280),
          new Budget("servlet, excluded", 232),
          new Budget("prepared statement", 144),
          new Budget("statement with literals", 1_344),
          new Budget("Jedis", 176),
          new Budget("Lettuce", LETTUCE),
          new Budget("log event", 376),
          new Budget("log event, no span", 344),
          new Budget("execute", 24),
          new Budget("execute, no span", 0),
          new Budget("submit", 24),
          new Budget("submit, no span", 0),
          new Budget("runAsync", 24),
          new Budget("runAsync, no span", 0));

  /** The same where the sampler says no; what is not listed here costs the same. */
  private static final List<Budget> UNSAMPLED =
      List.of(
          new Budget("servlet", 232),
          new Budget("servlet, traceparent", 280),
          new Budget("prepared statement", 144),
          new Budget("statement with literals", 1_344),
          new Budget("Jedis", 144),
          new Budget("Lettuce", LETTUCE),
          new Budget("log event", 376));

  /** With access events: the event, its attributes and the duration in milliseconds. */
  private static final List<Budget> ACCESS =
      List.of(new Budget("servlet", 232 + 136), new Budget("servlet, excluded", 232));

  /** For a record or a sample on the agent's threads, from the queue to the wire. */
  private static final List<Budget> EXPORTED =
      List.of(
          new Budget("otlp-traces", 8),
          new Budget("otlp-logs", 8),
          new Budget("loki-logs", 8),
          new Budget("remote-write", 260),
          new Budget("scrape text", 920),
          new Budget("scrape openmetrics", 970),
          new Budget("scrape protobuf", 600));

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void hotPaths(int jdk) {
    try (RedisServer redis = new RedisServer();
        Backend backend = Backend.start();
        AgentProcess sampled = hotPaths(jdk, redis).backend(backend).start();
        AgentProcess unsampled =
            hotPaths(jdk, redis)
                .backend(backend)
                .environment("OTEL_TRACES_SAMPLER", "always_off")
                .start();
        AgentProcess access =
            hotPaths(jdk, redis).backend(backend).environment("SONDE_LOGS_ACCESS", "true").start();
        AgentProcess without = hotPaths(jdk, redis).withoutAgent().start()) {
      List<String> table = new ArrayList<>();
      for (Budget budget : SAMPLED) {
        long own = measured(without, budget.path);
        compare(budget, measured(sampled, budget.path) - own, "sampled", table);
      }
      for (Budget budget : UNSAMPLED) {
        long own = measured(without, budget.path);
        compare(budget, measured(unsampled, budget.path) - own, "unsampled", table);
      }
      for (Budget budget : ACCESS) {
        long own = measured(without, budget.path);
        compare(budget, measured(access, budget.path) - own, "access", table);
      }
      check(table);
      // Nothing was cheap because it was switched off, or the queue full.
      backend.awaitSpans(4 * Meter.TOTAL, span -> span.name().equals("GET /hello"));
      backend.awaitSpans(4 * Meter.TOTAL, span -> span.name().equals("SELECT shoe"));
      Await.until(
          "access events",
          () ->
              backend.logs().stream().filter(log -> log.body().equals("GET /hello 200")).count()
                  >= 2 * Meter.TOTAL);
    }
  }

  private static AgentCommand hotPaths(int jdk, RedisServer redis) {
    return new AgentCommand(HotPaths.class, String.valueOf(redis.port()), RedisServer.PASSWORD)
        .jdk(jdk)
        .property("logback.configurationFile", "logback-nowhere.xml")
        // Else Netty recycles one buffer in eight, a different one each time.
        .property("io.netty.recycler.ratio", "0")
        // A full queue would take records for less.
        .environment("OTEL_BSP_MAX_QUEUE_SIZE", "1000000")
        .environment("OTEL_BLRP_MAX_QUEUE_SIZE", "1000000")
        .environment("SONDE_QUEUE_MAX_BYTES", "1000000000")
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21",
                "com.h2database:h2:2.3.232",
                "org.apache.tomcat.embed:tomcat-embed-core:10.1.41",
                "redis.clients:jedis:6.2.0",
                "io.lettuce:lettuce-core:6.6.0.RELEASE"));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void export(int jdk) throws Exception {
    try (FakeLoki loki = new FakeLoki();
        FakeReceiver receiver = new FakeReceiver(FakeReceiver.Kind.V2);
        Backend backend = Backend.start();
        AgentProcess process = export(jdk, loki, receiver).backend(backend).start()) {
      List<String> table = new ArrayList<>();
      for (Budget budget : EXPORTED) {
        compare(budget, measured(process, budget.path), "export", table);
      }
      check(table);
      assertEquals(List.of(), loki.malformed());
      assertFalse(loki.entries().isEmpty());
      assertFalse(backend.spans().isEmpty());
      assertFalse(backend.logs().isEmpty());
    }
  }

  private static AgentCommand export(int jdk, FakeLoki loki, FakeReceiver receiver)
      throws Exception {
    // Each batch goes when it is full, and not before.
    String never = "3600000";
    String batch = String.valueOf(ExportPaths.BATCH);
    return new AgentCommand(ExportPaths.class)
        .jdk(jdk)
        .property("logback.configurationFile", "logback-nowhere.xml")
        .environment("OTEL_BSP_SCHEDULE_DELAY", never)
        .environment("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", batch)
        .environment("OTEL_BLRP_SCHEDULE_DELAY", never)
        .environment("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", batch)
        .environment("OTEL_LOGS_EXPORTER", "otlp,loki")
        .environment("OTEL_METRICS_EXPORTER", "prometheus,remote-write")
        .environment("OTEL_METRIC_EXPORT_INTERVAL", "300")
        .environment("SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", receiver.url("").toString())
        .environment("SONDE_EXPORTER_LOKI_ENDPOINT", loki.url("").toString())
        .classPath(
            Libraries.resolve(
                "ch.qos.logback:logback-classic:1.5.21", "com.h2database:h2:2.3.232"));
  }

  private static void compare(Budget budget, long measured, String how, List<String> table) {
    table.add(
        String.format(
            "%s %-10s %-24s %5d bytes measured, budget %5d",
            measured > budget.bytes ? "OVER" : "    ", how, budget.path, measured, budget.bytes));
  }

  private static void check(List<String> table) {
    assertTrue(
        table.stream().noneMatch(row -> row.startsWith("OVER")),
        () -> "over budget:\n" + String.join("\n", table));
  }

  private static long measured(AgentProcess process, String path) {
    return Long.parseLong(process.awaitLine(path + ": "));
  }
}
