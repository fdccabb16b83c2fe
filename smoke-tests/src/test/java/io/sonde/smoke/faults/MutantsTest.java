package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The test of the tests: every row is red with the agent that is broken for it, and green with the
 * one that is not. {@code -Dsonde.mutants=T50} is a pattern of the rows to try.
 */
class MutantsTest {
  private static final int[] PATIENCE_SECONDS = {15, 60};

  static List<Named<Class<?>>> rows() throws Exception {
    List<Named<Class<?>>> rows = new ArrayList<>();
    for (Class<?> each : classes()) {
      FaultRow row = each.getAnnotation(FaultRow.class);
      if (row != null && row.value().matches(System.getProperty("sonde.mutants", ".*"))) {
        rows.add(Named.of(each.getSimpleName(), each));
      }
    }
    assertFalse(rows.isEmpty(), "no rows were found");
    return rows;
  }

  /** In no time: what a mutant edits may have moved since it was last seen red. */
  @Test
  void eachFindsWhatItEdits() throws Exception {
    for (Named<Class<?>> row : rows()) {
      mutant(row.getPayload()).check();
    }
  }

  @Tag("mutants")
  @ParameterizedTest
  @MethodSource("rows")
  void isRedWithItsMutant(Class<?> row) throws Exception {
    Mutant mutant = mutant(row);
    int patience = greenWithin(row, mutant);
    TestExecutionSummary summary = run(row, mutant, true, 2 * patience);
    System.out.printf(
        "%s with %s, patience %d s, %d s: %d of %d tests failed%s%n",
        row.getSimpleName(),
        mutant.name(),
        2 * patience,
        (summary.getTimeFinished() - summary.getTimeStarted()) / 1000,
        summary.getTotalFailureCount(),
        summary.getTestsFoundCount(),
        reason(summary));
    assertTrue(
        summary.getTotalFailureCount() > 0 && summary.getTestsFoundCount() > 0,
        () -> row.getSimpleName() + " does not notice " + mutant.name());
  }

  /**
   * The control: the same tests are green with the agent as it is. Much is awaited in vain with a
   * mutant, so nothing waits for long; without the control, a slow machine is as good as a mutant.
   *
   * @return the patience in seconds that was enough
   */
  private static int greenWithin(Class<?> row, Mutant mutant) {
    TestExecutionSummary summary = null;
    for (int patience : PATIENCE_SECONDS) {
      summary = run(row, mutant, false, patience);
      if (summary.getTotalFailureCount() == 0) {
        assumeTrue(
            summary.getTestsSucceededCount() > 0,
            () -> row.getSimpleName() + " is skipped on this machine");
        return patience;
      }
    }
    throw new AssertionError(row.getSimpleName() + " is red without its mutant" + reason(summary));
  }

  private static Mutant mutant(Class<?> row) throws ReflectiveOperationException {
    Method method = row.getDeclaredMethod("mutant");
    method.setAccessible(true);
    return (Mutant) method.invoke(null);
  }

  /** So that a reader sees that it is red for what was broken. */
  private static String reason(TestExecutionSummary summary) {
    return summary.getFailures().stream()
        .findFirst()
        .map(failure -> ": " + failure.getException())
        .map(text -> text.substring(0, Math.min(text.length(), 200)).replace('\n', ' '))
        .orElse("");
  }

  private static TestExecutionSummary run(
      Class<?> row, Mutant mutant, boolean broken, int patienceSeconds) {
    LauncherDiscoveryRequest request = request(row, mutant.provenBy());
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Runnable tests = () -> LauncherFactory.create().execute(request, listener);
    Mutant.trial(patienceSeconds, broken ? () -> mutant.run(tests) : tests);
    return listener.getSummary();
  }

  private static LauncherDiscoveryRequest request(Class<?> row, String[] methods) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : methods) {
      Arrays.stream(row.getDeclaredMethods())
          .filter(method -> method.getName().equals(name))
          .forEach(method -> selectors.add(selectMethod(row, method)));
    }
    if (methods.length == 0) {
      selectors.add(selectClass(row));
    }
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors);
    if (methods.length == 0 && !row.isAnnotationPresent(Tag.class)) {
      // What takes a second shows it as well.
      request.filters(TagFilter.excludeTags("faults"));
    }
    return request.build();
  }

  static List<Class<?>> classes() throws Exception {
    String here = MutantsTest.class.getPackageName();
    Path folder =
        Path.of(MutantsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(here.replace('.', File.separatorChar));
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Test.class")) {
          classes.add(Class.forName(here + "." + name.substring(0, name.length() - 6)));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return classes;
  }
}
