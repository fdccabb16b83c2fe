package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * A Prometheus of the system's package; it scrapes one port as job {@code api}, or as it is told.
 */
final class RealPrometheus implements AutoCloseable {
  private final Http http;
  private final Process process;

  RealPrometheus(int scrapedPort, Path folder) throws IOException {
    this(
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms}
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(scrapedPort),
        folder);
  }

  /**
   * @param text of its configuration file
   */
  RealPrometheus(String text, Path folder) throws IOException {
    Assumptions.assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "prometheus"))),
        "no prometheus is installed; .ci/run installs it");
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(configuration, text);
    int port = FreePort.next();
    http = new Http(port);
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=exemplar-storage,native-histograms")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
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
