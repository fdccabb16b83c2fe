package io.sonde.smoke.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One line for each row as it ends, and at the end of the JVM all of them in a table, {@code
 * target/faults.md}. The runs of {@link MutantsTest}, which are to fail, are not told.
 */
final class FaultReport implements BeforeAllCallback, AfterAllCallback, TestWatcher {
  private int passed;
  private int failed;
  private int skipped;
  private long start;

  /** The rows of this JVM; JUnit closes it last. */
  private static final class Table implements AutoCloseable {
    private static final String HEAD =
        "| row | what | JDK | result | tests | seconds |\n|---|---|--:|---|--:|--:|\n";

    private final TreeMap<String, String> rows = new TreeMap<>();

    void add(String row) {
      rows.put(key(row), row);
    }

    private static String key(String row) {
      return row.replaceFirst("^((?:[^|]*\\|){4}).*", "$1");
    }

    /** Keeps what other JVMs have left there, of this build or of one before it. */
    @Override
    public void close() throws IOException {
      Path target = Path.of(System.getProperty("sonde.work.directory")).resolveSibling("faults.md");
      Files.createDirectories(target.getParent());
      try (FileChannel file =
              FileChannel.open(
                  target,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock alone = file.lock()) {
        Files.readAllLines(target).stream()
            .skip(HEAD.lines().count())
            .forEach(row -> rows.putIfAbsent(key(row), row));
        String table = HEAD + String.join("\n", rows.values()) + "\n";
        file.truncate(0);
        file.write(ByteBuffer.wrap(table.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start = System.nanoTime();
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    passed++;
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    failed++;
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    skipped++;
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    skipped++;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (Mutant.onTrial()) {
      return;
    }
    FaultRow row = context.getRequiredTestClass().getAnnotation(FaultRow.class);
    boolean red = failed > 0 || context.getExecutionException().isPresent();
    String result = red ? "FAILED" : passed > 0 ? "passed" : "skipped";
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    String jdk = System.getProperty("sonde.test.jdk", "" + Runtime.version().feature());
    int tests = passed + failed + skipped;
    System.out.printf(
        "%s %s on JDK %s, %d tests, %d s: %s%n",
        row.value(), result, jdk, tests, seconds, row.what());
    context
        .getRoot()
        .getStore(Namespace.create(FaultReport.class))
        .getOrComputeIfAbsent(Table.class, type -> new Table(), Table.class)
        .add(
            "| %s | %s | %s | %s | %d | %d |"
                .formatted(row.value(), row.what(), jdk, result, tests, seconds));
  }
}
