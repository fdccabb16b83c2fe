package io.sonde.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import io.sonde.testing.Jdks;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/** Zipkin's own server, as its project publishes it; it keeps spans in memory. */
final class ZipkinServer implements AutoCloseable {
  final int port = FreePort.next();
  private final Http http = new Http(port);
  private final Process process;

  /**
   * @param log gets its output
   */
  ZipkinServer(Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Jdks.running().resolve("bin/java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Libraries.file("io.zipkin:zipkin-server:jar:exec:3.5.1").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("QUERY_PORT", String.valueOf(port));
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Waits until it takes spans. */
  ZipkinServer await() {
    Await.until("Zipkin", () -> up() || !process.isAlive());
    Assertions.assertTrue(process.isAlive(), "Zipkin has ended");
    return this;
  }

  private boolean up() {
    try {
      return http.get("/health").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
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
    process.destroy();
    process.onExit().join();
  }
}
