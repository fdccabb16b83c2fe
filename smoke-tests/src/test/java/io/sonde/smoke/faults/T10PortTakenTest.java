package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonde.smoke.programs.Hello;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@FaultRow(value = "T10", what = "the scrape port is taken, freed later, or forbidden")
class T10PortTakenTest {
  private static final int PROCESSES = 5;
  private static final Path LOWEST_PORT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  /** The port is tried once. */
  static Mutant mutant() {
    return Mutant.named("binds-once")
        .edit("io.sonde.exporter.endpoint.Endpoint", "bindAgain", MethodEdit.emptied())
        .provenBy("takenThenFreed");
  }

  @Test
  void takenThenFreed() throws Exception {
    try (Backend backend = Backend.start();
        ServerSocket taken = new ServerSocket()) {
      try (FaultRun run =
          FaultRun.start(
              command -> {
                bind(taken, command.prometheusPort());
                command.backend(backend);
              })) {
        run.watched().expectWarning("cannot listen on port " + taken.getLocalPort());
        run.watched().awaitErrorLine("cannot listen on port");
        run.load();
        backend.awaitLog(log -> log.body().contains("logged"));
        backend.awaitMetric("jvm.memory.used");
        backend.awaitSpans(100);
        taken.close();
        Await.until("a scrape", () -> run.metrics().read().isPresent());
        assertEquals(1, lines(run.watched(), "cannot listen"));
      }
    }
  }

  private static void bind(ServerSocket socket, int port) {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As containers of one image on the network of their host. */
  @Test
  void sameConfigurationForAll() {
    String port = String.valueOf(FreePort.next());
    List<AgentProcess> processes = new ArrayList<>();
    try (Backend backend = Backend.start()) {
      try {
        for (int i = 0; i < PROCESSES; i++) {
          AgentCommand command =
              new AgentCommand(Hello.class)
                  .backend(backend)
                  .environment("OTEL_EXPORTER_PROMETHEUS_PORT", port);
          processes.add(command.start().expectWarning("cannot listen on port " + port));
        }
        Await.until(
            PROCESSES + " ids",
            () ->
                backend.metrics().stream()
                    .map(metric -> metric.resource().get("service.instance.id"))
                    .distinct()
                    .count(),
            ids -> ids == PROCESSES);
        assertTrue(new SelfMetrics(Integer.parseInt(port)).read().isPresent());
      } finally {
        processes.forEach(AgentProcess::close);
      }
    }
    processes.forEach(process -> assertEquals(0, process.awaitExit()));
    assertEquals(PROCESSES - 1, processes.stream().mapToLong(p -> lines(p, "cannot")).sum());
  }

  @Test
  void aPortOfThePrivileged() throws Exception {
    assumeTrue(Files.isReadable(LOWEST_PORT), "there are no such ports");
    try (BufferedReader lowest = Files.newBufferedReader(LOWEST_PORT)) {
      assumeTrue(Integer.parseInt(lowest.readLine()) > 1, "every port is free to all");
    }
    try (Backend backend = Backend.start();
        AgentProcess process =
            Unprivileged.command(Hello.class)
                .backend(backend)
                .environment("OTEL_EXPORTER_PROMETHEUS_PORT", "1")
                .start()) {
      process.expectWarning("cannot listen on port 1 ");
      process.awaitErrorLine("cannot listen on port 1 ");
      backend.awaitMetric("jvm.memory.used");
    }
  }

  private static long lines(AgentProcess process, String text) {
    return process.agentLines().stream().filter(line -> line.contains(text)).count();
  }
}
