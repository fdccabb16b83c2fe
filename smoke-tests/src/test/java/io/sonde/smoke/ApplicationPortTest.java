package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.MetricsServlets;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The metrics on the application's own port: in the place of its 404, and of nothing else that it
 * answers.
 */
class ApplicationPortTest {
  private static final String GET = "GET /metrics HTTP/1.1\r\n";

  /** Applications whose servlet has nothing under that path, and says so. */
  private static final List<String> EXCHANGED =
      List.of(
          "nothing",
          "all-404",
          "all-404-closed",
          "all-session",
          "error-page-404",
          "error-page-fails");

  /** Applications that have it, or refuse it, or have begun to answer. */
  private static final List<String> KEPT =
      List.of(
          "servlet",
          "servlet-404",
          "prefix-404",
          "filter",
          "filter-404",
          "filter-401",
          "filter-404-page",
          "filter-forward",
          "static",
          "all",
          "all-404-long",
          "async",
          "async-dispatch",
          "error-page",
          "nothing-in-shop");

  @Test
  void onlyA404IsExchanged(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("static/metrics");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "a file of that name");
    try (Backend backend = Backend.start();
        AgentProcess with = command(folder).backend(backend).start();
        AgentProcess off =
            command(folder).backend(backend).environment(PATH_VARIABLE, null).start();
        AgentProcess without = command(folder).withoutAgent().start()) {
      List<Executable> all = new ArrayList<>();
      for (String name : EXCHANGED) {
        all.add(() -> exchanged(port(with), name));
        all.add(() -> same(off, without, name, GET));
      }
      for (String name : KEPT) {
        all.add(() -> same(with, without, name, GET));
        all.add(() -> same(with, without, name, "HEAD /metrics HTTP/1.1\r\n"));
      }
      for (String other : List.of("POST /metrics", "GET /metrics/", "GET /metrics;a=b", "GET /")) {
        all.add(() -> same(with, without, "nothing", other + " HTTP/1.1\r\n"));
      }
      all.add(() -> negotiated(port(with)));
      all.add(() -> keepAlive(port(with)));
      Assertions.assertAll(all);
      notCounted(with, backend);
    }
  }

  private static final String PATH_VARIABLE = "SONDE_PROMETHEUS_APPLICATION_PATH";

  private static AgentCommand command(Path folder) {
    return new AgentCommand(MetricsServlets.class, folder.toString())
        .environment(PATH_VARIABLE, "/metrics")
        .classPath(Libraries.resolve("org.apache.tomcat.embed:tomcat-embed-core:10.1.41"));
  }

  private static int port(AgentProcess process) {
    return Integer.parseInt(process.awaitLine("port: "));
  }

  private static void exchanged(int port, String host) throws IOException {
    String answer = text(send(port, host, GET));
    assertTrue(answer.startsWith("HTTP/1.1 200"), () -> host + ": " + answer);
    assertTrue(answer.contains("\njvm_memory_used_bytes{"), () -> host + ": " + answer);
    String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase();
    assertTrue(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"), head);
    assertFalse(head.contains("set-cookie"), head);
    assertFalse(head.contains("x-application"), head);
  }

  private static void same(AgentProcess one, AgentProcess other, String name, String request)
      throws IOException {
    assertEquals(
        withoutDate(text(send(port(other), name, request))),
        withoutDate(text(send(port(one), name, request))),
        name + ": " + request);
  }

  /** As the agent's own port does. */
  private static void negotiated(int port) throws IOException {
    String accept = "Accept: application/openmetrics-text;version=1.0.0\r\n";
    byte[] zipped = send(port, "nothing", GET + accept + "Accept-Encoding: gzip\r\n");
    String head = text(zipped).substring(0, text(zipped).indexOf("\r\n\r\n"));
    assertTrue(head.contains("application/openmetrics-text; version=1.0.0"), head);
    assertTrue(head.contains("Content-Encoding: gzip"), head);
    int body = head.length() + 4;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(zipped, body, zipped.length - body))) {
      assertTrue(text(in.readAllBytes()).endsWith("# EOF\n"));
    }
    String noBody = text(send(port, "nothing", "HEAD /metrics?name=x HTTP/1.1\r\n"));
    assertTrue(noBody.startsWith("HTTP/1.1 200"), noBody);
    assertTrue(noBody.endsWith("\r\n\r\n"), noBody);
  }

  /** What was exchanged was whole: the connection serves the next request. */
  private static void keepAlive(int port) throws IOException {
    String request = GET + "Host: error-page-404\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String last = GET + "Host: error-page-404\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((request + request + last).getBytes(StandardCharsets.UTF_8));
      String answers = text(socket.getInputStream().readAllBytes());
      assertEquals(3, answers.split("HTTP/1\\.1 200", -1).length - 1, answers);
    }
  }

  /** One request to each of those that answered themselves is counted, and no other. */
  private static void notCounted(AgentProcess with, Backend backend) throws IOException {
    String page = text(send(port(with), "nothing", GET));
    long counted =
        page.lines()
            .filter(line -> line.startsWith("http_server_request_duration_seconds_count"))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    assertEquals(2 * KEPT.size() + 4, counted, page);
    assertEquals(
        1,
        page.lines()
            .filter(line -> line.startsWith("http_server_active_requests{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum());
    // The four others have another path, or are of the application without the feature.
    assertTrue(backend.spans().stream().noneMatch(s -> "/metrics".equals(s.attribute("url.path"))));
  }

  /** The distribution has the servlet API of its version, and its own error report. */
  @ParameterizedTest
  @ValueSource(strings = {"9.0.117", "10.1.59", "11.0.24"})
  void standAlone(String version) throws Exception {
    TomcatDistribution tomcat = new TomcatDistribution(version);
    try (Backend backend = Backend.start();
        AgentProcess process =
            tomcat.command().backend(backend).environment(PATH_VARIABLE, "/metrics").start()) {
      process.awaitErrorLine("Server startup in");
      exchanged(tomcat.port, "localhost");
      String other = text(send(tomcat.port, "localhost", "GET /examples/metrics HTTP/1.1\r\n"));
      assertTrue(other.startsWith("HTTP/1.1 404"), other);
      process.terminate();
    }
  }

  private static byte[] send(int port, String host, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String whole = request + "Host: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
      return socket.getInputStream().readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String withoutDate(String answer) {
    return answer.replaceAll("\r\nDate: [^\r]*", "").replaceAll("JSESSIONID=\\w+", "");
  }
}
