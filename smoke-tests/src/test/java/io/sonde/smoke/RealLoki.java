package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code loki} of the {@code PATH}: 2.9, as it comes. */
final class RealLoki implements LogStore {
  private final int port = FreePort.next();
  private final Http http = new Http(port);
  private final Process process;

  RealLoki(Path folder) throws IOException {
    String configuration =
        """
        auth_enabled: false
        server:
          http_listen_address: 127.0.0.1
          http_listen_port: %d
          grpc_listen_address: 127.0.0.1
          grpc_listen_port: %d
        common:
          instance_addr: 127.0.0.1
          path_prefix: %3$s
          storage:
            filesystem: {chunks_directory: %3$s/chunks, rules_directory: %3$s/rules}
          replication_factor: 1
          ring: {kvstore: {store: inmemory}}
        schema_config:
          configs:
            - from: 2020-10-24
              store: boltdb-shipper
              object_store: filesystem
              schema: v11
              index: {prefix: index_, period: 24h}
        analytics: {reporting_enabled: false}
        """
            .formatted(port, FreePort.next(), folder.resolve("loki"));
    Path file = Files.writeString(folder.resolve("loki.yaml"), configuration);
    process = RealPrometheus.start(List.of("loki", "-config.file=" + file), folder);
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public List<String> query(String logql) {
    boolean counts = !logql.startsWith("{");
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    String path =
        (counts ? "/loki/api/v1/query?query=" : "/loki/api/v1/query_range?limit=5000&query=")
            + URLEncoder.encode(logql, StandardCharsets.UTF_8)
            + (counts ? "&time=" + now : "&start=" + (now - TimeUnit.HOURS.toNanos(1)));
    List<String> answer = new ArrayList<>();
    try {
      HttpResponse<String> response = http.get(path);
      if (response.statusCode() != 200) {
        // While it starts.
        return List.of();
      }
      JsonNode results = new ObjectMapper().readTree(response.body()).path("data").path("result");
      for (JsonNode result : results) {
        result.path("values").forEach(value -> answer.add(value.path(1).asText()));
        if (result.has("value")) {
          answer.add(result.path("value").path(1).asText());
        }
      }
    } catch (UncheckedIOException | IOException e) {
      // It does not listen yet.
      return List.of();
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
