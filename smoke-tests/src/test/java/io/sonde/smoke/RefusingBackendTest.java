package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sonde.exporter.TestCertificate;
import io.sonde.smoke.programs.Worker;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Libraries;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One warning says which exporter and why, and no more comes of it. */
class RefusingBackendTest {
  @TempDir Path folder;

  private AgentProcess start(String endpoint) throws Exception {
    Path quiet = folder.resolve("logback.xml");
    Files.writeString(quiet, "<configuration><root level=\"INFO\"/></configuration>");
    return new AgentCommand(Worker.class)
        .classPath(Libraries.resolve("ch.qos.logback:logback-classic:1.5.18"))
        .property("logback.configurationFile", quiet.toString())
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_BLRP_SCHEDULE_DELAY", "50")
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .environment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
        .start();
  }

  /** And one at the end where records were still to be tried again. */
  private static void assertOneWarning(AgentProcess process, String line) {
    List<String> told =
        process.agentLines().stream().filter(l -> l.contains("WARN")).collect(Collectors.toList());
    if (line.endsWith("will keep trying quietly")) {
      String last = told.remove(told.size() - 1);
      assertTrue(last.matches(".*WARN . records were .* exit \\(otlp logs .\\)"), last);
    }
    assertEquals(List.of("[sonde] WARN " + line), told);
  }

  @ParameterizedTest
  @CsvSource({
    "401, 'otlp: 1 records rejected (HTTP status 401: credentials are missing or wrong)'",
    "403, 'otlp: 1 records rejected (HTTP status 403: the credentials do not permit it)'",
    "404, 'otlp: 1 records rejected (HTTP status 404)'",
    "413, 'otlp: 1 records rejected (one record is larger than the receiver takes)'",
    "429, 'otlp: not reachable (HTTP status 429), will keep trying quietly'",
    "500, 'otlp: 1 records rejected (HTTP status 500)'",
    "503, 'otlp: not reachable (HTTP status 503), will keep trying quietly'"
  })
  void aStatus(int status, String line) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
          requests.incrementAndGet();
        });
    server.start();
    try (AgentProcess process = start("http://127.0.0.1:" + server.getAddress().getPort())) {
      process.expectWarning("otlp");
      for (int i = 1; i <= 3; i++) {
        process.send("line " + i);
        process.awaitLine("logged line " + i);
        int least = i;
        Await.until("request " + i, () -> requests.get() >= least);
      }
      process.send("exit");
      assertEquals(3, process.awaitExit());
      assertOneWarning(process, line);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateThatIsNotTrusted() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(new TestCertificate("wrong-ca").context()));
    server.start();
    try (AgentProcess process = start("https://localhost:" + server.getAddress().getPort())) {
      process.expectWarning("otlp");
      process.send("lost");
      String line = process.awaitErrorLine("WARN otlp: not reachable (SSLHandshakeException");
      assertTrue(line.contains("certification path"), line);
      process.send("exit");
      assertEquals(3, process.awaitExit());
      assertOneWarning(process, line.substring("[sonde] WARN ".length()));
    } finally {
      server.stop(0);
    }
  }

  /** And it does not keep the application from ending. */
  @Test
  void aServerThatNeverAnswers() throws Exception {
    CountDownLatch accepted = new CountDownLatch(2);
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    server.accept();
                    accepted.countDown();
                  }
                } catch (java.io.IOException closed) {
                  // The end of the test.
                }
              });
      thread.start();
      try (AgentProcess process = start("http://127.0.0.1:" + server.getLocalPort())) {
        process.expectWarning("otlp");
        process.send("lost");
        process.awaitErrorLine("WARN otlp: not reachable (SocketTimeoutException");
        accepted.await();
        long start = System.nanoTime();
        process.send("exit");
        assertEquals(3, process.awaitExit());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(6)) < 0, took::toString);
        assertOneWarning(
            process,
            "otlp: not reachable (SocketTimeoutException: no answer within the time-out), will keep"
                + " trying quietly");
      }
    }
  }
}
