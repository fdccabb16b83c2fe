package io.sonde.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;

/**
 * A Redis server of its own on the loopback address, which wants a password and writes nothing to
 * disk: {@code redis-server} of the {@code PATH}, else one from Maven Central, else the test is
 * skipped.
 */
public final class RedisServer implements AutoCloseable {
  public static final String PASSWORD = "S3CR3T-password";

  private final int port = FreePort.next();
  private final Process process;

  public RedisServer() {
    this("--requirepass", PASSWORD, "--save", "", "--appendonly", "no");
  }

  /** A node of something larger, by the {@code options} of {@code redis-server}. */
  public RedisServer(String... options) {
    Path server = onPath().or(RedisServer::fromMaven).orElse(null);
    Assumptions.assumeTrue(server != null, "there is no redis-server");
    List<String> command = new ArrayList<>();
    command.add(server.toString());
    command.addAll(List.of(options));
    command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the Redis server", this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      Assumptions.assumeTrue(process.isAlive(), "redis-server does not run here");
      return false;
    }
  }

  private static Optional<Path> onPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> fromMaven() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String name =
        switch (system) {
          case "Linux amd64" -> "redis-server-6.2.6-v5-linux-amd64";
          case "Linux aarch64" -> "redis-server-6.2.7-linux-arm64";
          case "Mac OS X aarch64" -> "redis-server-6.2.6-v5-darwin-arm64";
          case "Mac OS X x86_64" -> "redis-server-6.2.6-v5-darwin-amd64";
          default -> null;
        };
    if (name == null) {
      return Optional.empty();
    }
    Path jar = Libraries.file("com.github.codemonstur:embedded-redis:1.4.4");
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      Path server = Files.createTempDirectory("redis").resolve(name);
      Files.copy(in, server, StandardCopyOption.REPLACE_EXISTING);
      server.toFile().deleteOnExit();
      return server.toFile().setExecutable(true) ? Optional.of(server) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
