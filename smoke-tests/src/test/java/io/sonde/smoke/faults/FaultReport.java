package io.sonde.smoke.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One line for each row as it ends, and at the end of the JVM all of them as a table, {@code
 * target/faults.md}. The runs of {@link MutantsTest}, which are to fail, are not told.
 */
final class FaultReport implements BeforeAllCallback, AfterAllCallback, TestWatcher {
  private int passed;
  private int failed;
  private int skipped;
  private long start;

  /** The table of this JVM; JUnit closes it last. */
  private static final class Table implements AutoCloseable {
    private final TreeMap<String, String> rows = new TreeMap<>();

    @Override
    public void close() throws IOException {
      Path target = Path.of(System.getProperty("sonde.work.directory")).resolveSibling("faults.md");
      Files.createDirectories(target.getParent());
      Files.writeString(
          target,
          "| row | what | result | tests | seconds | JDK |\n|---|---|---|--:|--:|--:|\n"
              + String.join("", rows.values()));
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
    if (Mutant.running()) {
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
        .rows
        .put(
            row.value() + context.getDisplayName(),
            "| %s | %s | %s | %d | %d | %s |\n"
                .formatted(row.value(), row.what(), result, tests, seconds, jdk));
  }
}
