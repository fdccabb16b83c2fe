package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.Crowd;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@FaultRow(
    value = "T62",
    what = "the scrape endpoint has 200 idle, slow, aborting and wrong clients; 1,000 threads")
class T62ScrapeAttackTest {
  private static final int CAP = 64;

  /** Sockets that are closed, or not yet counted, while a selector goes round. */
  private static final int IN_BETWEEN = 8;

  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final String LONG = "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST =
      "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String TRACE = "TRACE / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\n\r\n";

  static Mutant mutant() {
    return Mutant.named("connections-without-end")
        .edit(
            "io.sonde.exporter.endpoint.Connections",
            "add",
            MethodEdit.withConstant(CAP, 1_000_000))
        .provenBy("aFewSeconds");
  }

  @Test
  void aFewSeconds() throws Exception {
    attack(1_000, 5);
  }

  @Test
  @Tag("faults")
  void longAndWithManyThreads() throws Exception {
    attack(10_000, 60);
  }

  private static void attack(int threads, int seconds) throws Exception {
    AgentCommand command = new AgentCommand(Crowd.class, "" + threads);
    try (AgentProcess process = start(command)) {
      int port = command.prometheusPort();
      long pid = process.pid();
      int before = Jcmd.descriptors(pid);
      long slowest = 0;
      int most = 0;
      try (ScrapeAttack attack = new ScrapeAttack(port)) {
        attack.idle(200);
        attack.slowloris(20);
        attack.slowReaders(20);
        attack.abort();
        attack.scrape(50);
        attack.ask(LONG);
        attack.ask(POST);
        attack.ask("GET /metrics HTTP/1.0\r\n\r\n");
        attack.ask(TRACE);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
          long start = System.nanoTime();
          scrape(port);
          slowest = Math.max(slowest, System.nanoTime() - start);
          most = Math.max(most, Jcmd.descriptors(pid) - before);
          FaultdRun.sleep(Duration.ofMillis(100));
        }
        assertTrue(attack.rounds.get() > 50L * seconds, "rounds " + attack.rounds);
      }
      long millis = slowest / 1_000_000;
      assertTrue(slowest <= PATIENCE_NANOS, () -> "the slowest scrape took ms: " + millis);
      assertTrue(most <= CAP + IN_BETWEEN, "connections: " + most);
      Await.until("no CLOSE_WAIT", () -> closeWait(port) == 0);
      Await.until("all closed", () -> Jcmd.descriptors(pid) <= before + 1);
    }
  }

  private static AgentProcess start(AgentCommand command) {
    AgentProcess process =
        command
            .environment("OTEL_TRACES_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .environment("OTEL_METRICS_EXPORTER", "prometheus")
            .start();
    process.awaitLine("ready");
    SelfMetrics metrics = new SelfMetrics(command.prometheusPort());
    Await.until("the endpoint", () -> metrics.read().isPresent());
    return process;
  }

  /** As Prometheus does it, which fails without a whole answer. */
  private static void scrape(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ScrapeAttack.GET
                  .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.contains("jvm_thread_count"), answer);
    }
  }

  /** Of the server's side, where there is a {@code /proc}. */
  private static long closeWait(int port) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(
            table -> {
              try {
                return Files.readAllLines(table).stream();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .map(line -> line.trim().split("\\s+"))
        .filter(entry -> entry[1].endsWith(local) && entry[3].equals("08"))
        .count();
  }
}
