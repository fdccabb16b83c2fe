package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong at every destination at once is told once for each, and why; when it has been set
 * right, what could still be delivered is, and the rest is counted.
 */
class WrongDestinationTest {
  private static final int RECORDS = 100;

  /** Variables begin so; what is wrong there is told in this name. */
  private static final Map<String, String> DESTINATIONS =
      new TreeMap<>(
          Map.of(
              "OTEL_EXPORTER_OTLP", "otlp",
              "OTEL_EXPORTER_ZIPKIN", "zipkin",
              "SONDE_EXPORTER_LOKI", "loki",
              "SONDE_EXPORTER_ELASTICSEARCH", "elasticsearch",
              "SONDE_EXPORTER_REMOTE_WRITE", "remote-write",
              "SONDE_EXPORTER_LOGSTASH", "logstash"));

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, records rejected \\((HTTP status 404|gRPC status 12.*)\\)",
    "BLACKHOLE, not reachable \\(.*no answer within the time-out\\).*",
    "WRONG_CA, not reachable \\(.*unable to find valid certification path.*"
  })
  void eachTellsOnce(FaultMode mode, String reason) {
    try (Faultd faultd = Faultd.start()) {
      faultd.all(mode);
      try (FaultdRun run = start(faultd, mode)) {
        run.process.expectWarning(mode == FaultMode.NOT_FOUND ? "rejected" : "not reachable");
        run.produce(RECORDS, 1000);
        for (String destination : DESTINATIONS.values()) {
          boolean wrong = mode.isCertificate() || !destination.equals("logstash");
          if (wrong) {
            FaultdRun.await(destination + " tells", () -> !run.told(destination).isEmpty());
          }
        }
        List<FaultdProtocol> refusing =
            FaultdRun.ACCOUNTS.values().stream()
                .filter(each -> mode == FaultMode.NOT_FOUND && each.has(mode))
                .toList();
        FaultdRun.await(
            "refusals", () -> refusing.stream().allMatch(each -> run.account(each).lost() > 0));
        faultd.all(FaultMode.OK);
        run.produce(RECORDS, 1000);
        run.settle();
        for (FaultdProtocol protocol : FaultdRun.ACCOUNTS.values()) {
          // A receiver of a busy machine may take so long.
          run.checkLedger(protocol, mode == FaultMode.BLACKHOLE);
          SelfMetrics.Account account = run.account(protocol);
          assertEquals(refusing.contains(protocol), account.lost() > 0, protocol + ": " + account);
          assertTrue(account.delivered() >= RECORDS, protocol + ": " + account);
        }
        FaultdRun.await(
            "metrics", () -> !faultd.taken(FaultdProtocol.REMOTE_WRITE).requests().isEmpty());
        DESTINATIONS.values().forEach(destination -> toldOnce(run, destination, reason));
      }
    }
  }

  private static void toldOnce(FaultdRun run, String destination, String reason) {
    List<String> told = run.told(destination).stream().filter(l -> l.contains(" WARN ")).toList();
    assertTrue(told.stream().allMatch(l -> l.matches(".*: (\\d+ )?" + reason)), told::toString);
    // Logs and traces by OTLP, when each is refused for itself.
    assertTrue(told.size() <= (destination.equals("otlp") ? 2 : 1), told::toString);
  }

  /** By TLS to all. */
  private static FaultdRun start(Faultd faultd, FaultMode mode) {
    String authority = faultd.authority().toAbsolutePath().toString();
    return FaultdRun.start(
        faultd,
        command -> {
          command
              .environment(
                  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url(faultd, FaultdProtocol.OTLP_GRPC))
              .environment(
                  "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
                  url(faultd, FaultdProtocol.OTLP_HTTP) + "/v1/logs")
              .environment("OTEL_EXPORTER_ZIPKIN_ENDPOINT", url(faultd, FaultdProtocol.ZIPKIN))
              .environment("SONDE_EXPORTER_LOKI_ENDPOINT", url(faultd, FaultdProtocol.LOKI))
              .environment(
                  "SONDE_EXPORTER_ELASTICSEARCH_ENDPOINT",
                  url(faultd, FaultdProtocol.ELASTICSEARCH))
              .environment(
                  "SONDE_EXPORTER_REMOTE_WRITE_ENDPOINT", url(faultd, FaultdProtocol.REMOTE_WRITE))
              .environment(
                  "SONDE_EXPORTER_LOGSTASH_ENDPOINT",
                  url(faultd, FaultdProtocol.LOGSTASH).replace("https:", "tcps:"));
          for (String prefix : DESTINATIONS.keySet()) {
            command.environment(prefix + "_CERTIFICATE", authority);
            command.environment(
                prefix + "_TIMEOUT", mode == FaultMode.BLACKHOLE ? "2000" : "30000");
          }
        });
  }

  private static String url(Faultd faultd, FaultdProtocol protocol) {
    return "https://localhost:" + faultd.port(protocol);
  }
}
