package io.sonde.smoke;

import io.sonde.testing.Await;
import io.sonde.testing.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the machine's own installation, with a data directory that lives as long
 * as it does. It refuses to run as root, who becomes {@code nobody} for it.
 */
public final class JdbcPostgres implements AutoCloseable {
  private static final List<String> FOLDERS =
      List.of("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt");

  private final Path directory;
  private final Process server;
  private final int port = FreePort.next();

  /** Skips the test when there is no PostgreSQL. */
  public JdbcPostgres() throws IOException, InterruptedException {
    Path binaries = binaries();
    Assumptions.assumeTrue(binaries != null, "no PostgreSQL is installed");
    directory = Files.createTempDirectory(Path.of("/tmp"), "sonde-postgres");
    if (isRoot()) {
      new ProcessBuilder("chown", "65534:65534", directory.toString()).start().waitFor();
    }
    String data = directory.resolve("data").toString();
    Process created =
        command(binaries.resolve("initdb"), "-D", data, "-U", "sonde", "-A", "trust", "--no-sync")
            .start();
    if (created.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(directory.resolve("log")));
    }
    String listen = "listen_addresses=127.0.0.1";
    server =
        command(
                binaries.resolve("postgres"),
                List.of("-D", data, "-k", directory.toString(), "-c", listen, "-p", "" + port)
                    .toArray(new String[0]))
            .start();
    Await.until("PostgreSQL", this::answers);
  }

  private static Path binaries() throws IOException {
    for (String folder : FOLDERS) {
      if (Files.isDirectory(Path.of(folder))) {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of(folder))) {
          for (Path version : versions) {
            if (Files.isExecutable(version.resolve("bin/initdb"))) {
              return version.resolve("bin");
            }
          }
        }
      }
    }
    return null;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private ProcessBuilder command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.add(program.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return builder;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return Files.readString(directory.resolve("log")).contains("ready to accept connections");
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /**
   * The statements that the server was told since {@code from}, where the client has it log them.
   */
  public List<String> statements(int from) throws IOException {
    return Files.readString(directory.resolve("log"))
        .lines()
        .filter(line -> line.matches(".*LOG:  (statement|execute .*?): .*"))
        .map(line -> line.replaceFirst(".*LOG:  (statement|execute .*?): ", ""))
        .skip(from)
        .toList();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.destroy();
    server.waitFor();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
