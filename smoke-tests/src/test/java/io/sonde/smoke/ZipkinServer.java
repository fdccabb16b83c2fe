package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Zipkin's own server, as its project publishes it; it keeps spans in memory. */
final class ZipkinServer implements AutoCloseable {
  final int port = FreePort.next();
  private final Http http = new Http(port);
  private final ServerProcess process;

  /**
   * @param log gets its output
   */
  ZipkinServer(Path log) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Jdks.running().resolve("bin/java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            Libraries.file("io.zipkin:zipkin-server:jar:exec:3.5.1").toString());
    command.environment().put("QUERY_PORT", String.valueOf(port));
    process = new ServerProcess(command, log);
  }

  /** Waits until it takes spans. */
  void await() throws IOException {
    process.await(() -> http.get("/health").statusCode() == 200);
  }

  JsonNode query(String path) {
    try {
      return new ObjectMapper().readTree(http.get(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
