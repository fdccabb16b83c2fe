package io.sonde.smoke;

import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A MariaDB server of the machine's own installation, with its data in a folder of the test. */
public final class JdbcMariaDb implements AutoCloseable {
  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/libexec", "/opt/homebrew/bin");

  private final Path folder;
  private final Process server;
  private final int port = FreePort.next();

  /** Skips the test when there is no MariaDB. */
  public JdbcMariaDb(Path folder) throws IOException {
    this.folder = folder;
    Optional<Path> program =
        FOLDERS.stream()
            .map(each -> Path.of(each, "mariadbd"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(program.isPresent(), "no MariaDB is installed");
    server =
        new ProcessBuilder(
                program.get().toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + Files.createDirectory(folder.resolve("data")),
                // Without it, it wants tables that only its installation makes.
                "--skip-grant-tables",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--general-log",
                "--general-log-file=" + folder.resolve("statements"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Await.until("MariaDB", this::answers);
  }

  private boolean answers() {
    try {
      String log = Files.readString(folder.resolve("log"));
      if (!server.isAlive()) {
        throw new AssertionError(log);
      }
      return log.contains("ready for connections");
    } catch (IOException e) {
      return false;
    }
  }

  /** For anybody. */
  public String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/test?createDatabaseIfNotExist=true";
  }

  /** What the server was told since {@code from}, without times and numbers of connections. */
  public List<String> statements(int from) throws IOException {
    return Arrays.stream(
            Files.readString(folder.resolve("statements")).split("\n(\\d{6} +[\\d:]+)?\t+ *\\d+ "))
        .map(String::strip)
        .skip(from)
        .toList();
  }

  @Override
  public void close() throws InterruptedException {
    server.destroy();
    server.waitFor();
  }
}
