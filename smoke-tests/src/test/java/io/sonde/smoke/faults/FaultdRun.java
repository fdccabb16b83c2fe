package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.RecordSource;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@link RecordSource} with the agent and all exporters at once, which send to a {@link Faultd}:
 * spans by OTLP/gRPC and Zipkin; log records by OTLP/HTTP, Loki, Elasticsearch and Logstash;
 * metrics by remote write. Compares the agent's accounts to what was taken. Not thread safe.
 */
final class FaultdRun implements AutoCloseable {
  /** The destination and signal of an account to the protocol that it goes by. */
  static final Map<String, FaultdProtocol> ACCOUNTS =
      new TreeMap<>(
          Map.of(
              "otlp traces", FaultdProtocol.OTLP_GRPC,
              "zipkin traces", FaultdProtocol.ZIPKIN,
              "otlp logs", FaultdProtocol.OTLP_HTTP,
              "loki logs", FaultdProtocol.LOKI,
              "elasticsearch logs", FaultdProtocol.ELASTICSEARCH,
              "logstash logs", FaultdProtocol.LOGSTASH));

  private static final Duration PATIENCE = Duration.ofSeconds(75);

  final Faultd faultd;
  final AgentProcess process;
  final SelfMetrics metrics;

  /** Log records so far. */
  private int produced;

  /** How many spans there are at least. */
  private int spans;

  private FaultdRun(Faultd faultd, AgentCommand command) {
    this.faultd = faultd;
    process = command.start();
    metrics = new SelfMetrics(command.prometheusPort());
    try {
      process.awaitLine("ready");
      // An exporter that comes late has not produced what came before.
      await("all exporters", () -> accounts().keySet().containsAll(ACCOUNTS.keySet()));
    } catch (Throwable t) {
      process.kill();
      throw t;
    }
  }

  static FaultdRun start(Faultd faultd, Consumer<AgentCommand> settings) {
    AgentCommand command = command(faultd, RecordSource.class).option("-Xmx256m");
    settings.accept(command);
    return new FaultdRun(faultd, command);
  }

  /** Another program with all exporters, whose log lines on the console are the agent's alone. */
  static AgentCommand command(Faultd faultd, Class<?> program, String... arguments) {
    return new AgentCommand(program, arguments)
        .classPath(FaultRun.classPath())
        .property("logback.configurationFile", quiet().toString())
        .environment("OTEL_TRACES_EXPORTER", "otlp,zipkin")
        .environment("OTEL_LOGS_EXPORTER", "otlp,loki,elasticsearch,logstash")
        .environment("OTEL_METRICS_EXPORTER", "prometheus,remote-write")
        .environment("OTEL_METRIC_EXPORT_INTERVAL", "1000")
        .environment("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")
        .environment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", faultd.url(FaultdProtocol.OTLP_GRPC))
        .environment(
            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", faultd.url(FaultdProtocol.OTLP_HTTP) + "/v1/logs")
        .environment("OTEL_EXPORTER_ZIPKIN_ENDPOINT", faultd.url(FaultdProtocol.ZIPKIN))
        .environment("SONDE_EXPORTER_LOKI_ENDPOINT", faultd.url(FaultdProtocol.LOKI))
        .environment(
            "SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT", faultd.url(FaultdProtocol.ELASTICSEARCH))
        .environment(
            "SONDE_EXPORTER_LOGSTASH_ENDPOINT",
            "tcp://127.0.0.1:" + faultd.port(FaultdProtocol.LOGSTASH))
        .environment(
            "SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", faultd.url(FaultdProtocol.REMOTE_WRITE));
  }

  /** The tests look at the agent's lines only. */
  private static Path quiet() {
    try {
      Path folder = Path.of(System.getProperty("sonde.work.directory"));
      Files.createDirectories(folder);
      return Files.writeString(
          folder.resolve("quiet-logback.xml"),
          "<configuration><root level=\"INFO\"/></configuration>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long so many took: the median and the hundredth slowest, in microseconds. */
  record Pace(int median, int slow) {}

  /** Awaits that {@code count} more log records and spans were made, at most so many a second. */
  Pace produce(int count, int perSecond) {
    int from = produced;
    begin(count, perSecond);
    return end(from, PATIENCE.plusSeconds(count / perSecond));
  }

  /** Makes one log record of each text that is hard to encode. */
  void produceTexts() {
    process.send("text " + produced);
    produced += Integer.parseInt(process.awaitLine("texts "));
  }

  /** Begins with it. */
  void begin(int count, int perSecond) {
    process.send("run " + produced + " " + count + " " + perSecond);
    produced += count;
    spans += count;
  }

  /** Awaits what was begun with the number {@code from}. */
  Pace end(int from) {
    return end(from, PATIENCE);
  }

  private Pace end(int from, Duration patience) {
    String prefix = "ran " + from + " ";
    await(
        "the records from " + from,
        patience,
        () -> process.stdout().stream().anyMatch(line -> line.startsWith(prefix)));
    String[] words = process.awaitLine(prefix).split(" ");
    return new Pace(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
  }

  int produced() {
    return produced;
  }

  Map<String, SelfMetrics.Account> accounts() {
    return metrics.accounts();
  }

  SelfMetrics.Account account(FaultdProtocol protocol) {
    Map<String, SelfMetrics.Account> accounts = accounts();
    return ACCOUNTS.entrySet().stream()
        .filter(each -> each.getValue() == protocol)
        .map(each -> accounts.get(each.getKey()))
        .findFirst()
        .orElseThrow();
  }

  /** Awaits that all queues but those of {@code except} are empty. */
  void settle(FaultdProtocol... except) {
    List<FaultdProtocol> excepted = List.of(except);
    await(
        "empty queues",
        () -> {
          Map<String, SelfMetrics.Account> accounts = accounts();
          return ACCOUNTS.entrySet().stream()
              .filter(each -> !excepted.contains(each.getValue()))
              .allMatch(
                  each ->
                      accounts.containsKey(each.getKey())
                          && accounts.get(each.getKey()).queued() == 0
                          && accounts.get(each.getKey()).produced()
                              >= (ofSpans(each.getValue()) ? spans : produced));
        });
  }

  /**
   * The ledger, exactly, of what is settled: what was produced was delivered or dropped, what was
   * delivered was taken, once but for what the agent gave up waiting for, and what was dropped
   * never was.
   */
  void checkLedger(FaultdProtocol protocol) {
    checkLedger(protocol, false);
  }

  /**
   * @param unread whether a request may be taken and its answer not be read: it comes again, or is
   *     given up after all and counted as lost
   */
  void checkLedger(FaultdProtocol protocol, boolean unread) {
    SelfMetrics.Account account = account(protocol);
    Taken taken = faultd.taken(protocol);
    TakenIds ids = ofSpans(protocol) ? taken.spans() : taken.logs();
    if (protocol == FaultdProtocol.LOGSTASH) {
      // Which answers nothing: what is delivered may be on its way.
      await("lines", () -> ids.distinct() >= account.delivered());
    }
    List<Long> twice = unread ? List.of() : taken.twice(ids);
    long unconfirmed = ids.distinct() - account.delivered();
    long mostUnconfirmed = unread ? account.dropped("retries_exhausted") : 0;
    String all = protocol + ": " + account + ", taken " + ids;
    assertEquals(account.produced(), account.delivered() + account.lost(), all);
    assertTrue(unconfirmed >= 0 && unconfirmed <= mostUnconfirmed, all);
    assertEquals(0, twice.size(), "came twice; " + all);
    assertEquals(List.of(), taken.malformed());
    if (!ofSpans(protocol)) {
      assertEquals(produced, account.produced(), all);
      assertEquals(account.lost() - unconfirmed, ids.missing(0, produced).size(), all);
    } else {
      assertTrue(account.produced() >= spans, all);
    }
  }

  private static boolean ofSpans(FaultdProtocol protocol) {
    return protocol == FaultdProtocol.OTLP_GRPC || protocol == FaultdProtocol.ZIPKIN;
  }

  /** What the agent said of a destination, WARN and INFO. */
  List<String> told(String destination) {
    return process.agentLines().stream().filter(l -> l.contains(" " + destination + ": ")).toList();
  }

  /** For what takes its time. */
  static void await(String what, BooleanSupplier condition) {
    await(what, PATIENCE, condition);
  }

  static void await(String what, Duration patience, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new AssertionError("awaited in vain: " + what);
      }
      sleep(Duration.ofMillis(50));
    }
  }

  /** Lets a fault last. */
  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
