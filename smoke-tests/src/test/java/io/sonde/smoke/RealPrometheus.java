package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus of the system's package, or what answers its queries. */
final class RealPrometheus implements AutoCloseable {
  final int port = FreePort.next();
  private final Http http = new Http(port);
  private final Process process;

  /** Scrapes twice a second, and evaluates the rules of the examples as often. */
  static RealPrometheus scraping(int port, Path folder, String features) throws IOException {
    return new RealPrometheus(
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
        rule_files: ['%s/*.yml']
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(ExampleRules.atOnce(folder), port),
        folder,
        features);
  }

  /**
   * @param configuration files that it names are in {@code folder}
   * @param features for {@code --enable-feature}
   */
  RealPrometheus(String configuration, Path folder, String features) throws IOException {
    this(folder, configuration, List.of("--enable-feature=" + features));
  }

  /** With these options beside those that keep it in {@code folder}. */
  RealPrometheus(Path folder, String configuration, List<String> options) throws IOException {
    Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
    List<String> command = new ArrayList<>();
    command.add("prometheus");
    command.add("--config.file=" + file);
    command.add("--storage.tsdb.path=" + folder.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(options);
    process = start(command, folder);
  }

  private RealPrometheus(Path folder) throws IOException {
    List<String> command =
        List.of(
            "victoria-metrics",
            "-httpListenAddr=127.0.0.1:" + port,
            "-storageDataPath=" + folder.resolve("victoria"),
            "-search.latencyOffset=0s");
    process = start(command, folder);
  }

  static RealPrometheus victoriaMetrics(Path folder) throws IOException {
    return new RealPrometheus(folder);
  }

  static Process start(List<String> command, Path folder) throws IOException {
    String program = command.get(0);
    Assumptions.assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, program))),
        "no " + program + " is installed; .ci/run installs it");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(program + ".log").toFile())
        .start();
  }

  /** The list of results of a query at this moment; empty while it is not up yet. */
  JsonNode query(String promql) {
    return data("/api/v1/query?query=" + encode(promql)).path("result");
  }

  JsonNode exemplars(String promql) {
    long now = System.currentTimeMillis() / 1000;
    return data(
        "/api/v1/query_exemplars?query="
            + encode(promql)
            + "&start="
            + (now - 600)
            + "&end="
            + (now + 60));
  }

  private JsonNode data(String path) {
    try {
      return new ObjectMapper().readTree(http.get(path).body()).path("data");
    } catch (IOException | java.io.UncheckedIOException e) {
      return new ObjectMapper().createArrayNode();
    }
  }

  private static String encode(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
