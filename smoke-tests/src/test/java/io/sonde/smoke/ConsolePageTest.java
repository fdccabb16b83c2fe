package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The console in Debian's Chromium. What is looked at there is in {@code src/test/browser}; here
 * are the application under it, and what it was sent.
 */
class ConsolePageTest {
  private static final Path SCRIPTS = Path.of("src", "test", "browser");
  private static final String REPORT = "report.txt";
  private static final String SCRIPT = "<img src=x onerror=window.ran=1>";

  private final Map<String, Map<String, Integer>> routes = new LinkedHashMap<>();
  private Http http;

  @Test
  void inABrowser() throws Exception {
    Path folder = scripts();
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers()) {
      AgentCommand command = spring.withConsoleOnly(servers);
      try (AgentProcess process = command.start()) {
        process.awaitLine("started");
        http = new Http(spring.port);
        send(23, "GET /users/{id}", "/users/2", 0);
        send(11, "GET /jedis/{key}", "/jedis/key", 0);
        send(3, "GET /boom", "/boom", 3);
        send(2, "GET /gone/{id}", "/gone/1", 0);
        send(2, "GET /hostile/" + SCRIPT, "/hostile/%3Cimg%20src=x%20onerror=window.ran=1%3E", 2);
        Map<String, Object> sent =
            Map.of(
                "routes",
                routes,
                "statements",
                Map.of("SELECT users", 23 + 2, "SET", 11, "GET", 11));
        Map<String, String> environment =
            Map.of(
                "CONSOLE", "http://127.0.0.1:" + command.prometheusPort(),
                "APPLICATION", "http://127.0.0.1:" + spring.port,
                "SENT", new ObjectMapper().writeValueAsString(sent));
        run(folder, "console.test.mjs", environment);
        process.terminate();
      }
    }
  }

  private void send(int times, String route, String path, int errors) {
    for (int i = 0; i < times; i++) {
      http.get(path);
    }
    routes.put(route, Map.of("requests", times, "errors", errors));
  }

  /** Takes the pictures of the README, with minutes of the shop's traffic. */
  @Test
  @EnabledIfSystemProperty(named = "sonde.screenshots", matches = "true")
  void screenshots() throws Exception {
    Path folder = scripts();
    Path images = Files.createDirectories(Path.of("..", "docs", "images")).toRealPath();
    int metrics = FreePort.next();
    ProcessBuilder shop =
        new ProcessBuilder(Path.of("..", "examples", "shoe-hub", "run").toString());
    Map<String, String> environment = shop.environment();
    environment.put("AGENT_JAR", AgentCommand.agentJar().toString());
    environment.put("SHOP_METRICS_PORT", String.valueOf(metrics));
    for (String port :
        List.of("SHOP_PORT", "PAYMENT_PORT", "PAYMENT_METRICS_PORT", "REDIS_PORT", "OTLP_PORT")) {
      environment.put(port, String.valueOf(FreePort.next()));
    }
    environment.put("TRAFFIC_SECONDS", "600");
    Process process =
        shop.redirectErrorStream(true).redirectOutput(folder.resolve("shop.log").toFile()).start();
    try {
      Http agent = new Http(metrics);
      Await.until(
          "three minutes of traffic",
          Duration.ofMinutes(6),
          () -> points(agent),
          points -> points >= 18);
      run(
          folder,
          "screenshots.mjs",
          Map.of("CONSOLE", "http://127.0.0.1:" + metrics, "FOLDER", images.toString()));
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private static int points(Http agent) {
    try {
      String body = agent.get("/console/api/history").body();
      return new ObjectMapper().readTree(body).path("times").size();
    } catch (IOException | java.io.UncheckedIOException notYet) {
      return 0;
    }
  }

  /** A folder with the scripts and what they need of npm, by the lock file. */
  private static Path scripts() throws Exception {
    for (String program : List.of("chromium", "node", "npm")) {
      Assumptions.assumeTrue(
          program(program) != null, "no " + program + " is installed; .ci/run installs it");
    }
    Path folder = Files.createDirectories(Path.of("target", "browser"));
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path file : files.toList()) {
        Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    if (!Files.exists(folder.resolve("node_modules"))) {
      assertEquals(0, start(folder, Map.of(), "npm", "ci").waitFor(), () -> report(folder));
    }
    return folder;
  }

  private static void run(Path folder, String script, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("CHROMIUM", program("chromium"));
    Process node = start(folder, all, "node", script);
    assertEquals(0, node.waitFor(), () -> report(folder));
  }

  private static Process start(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    // Not to the build's own output, over which a fork of surefire talks to Maven.
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(REPORT).toFile())
        .start();
  }

  private static String report(Path folder) {
    try {
      return Files.readString(folder.resolve(REPORT));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Where a program of the PATH is; null when there is none. */
  private static String program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(bin -> Path.of(bin, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }
}
