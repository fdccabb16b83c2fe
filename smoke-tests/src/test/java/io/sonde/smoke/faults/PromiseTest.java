package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/promise.md} names the tests that there are, and no others. */
class PromiseTest {
  @Test
  void everyRowIsInTheDocument() throws Exception {
    TreeSet<String> rows = new TreeSet<>();
    for (Class<?> each : MutantsTest.classes()) {
      if (each.isAnnotationPresent(FaultRow.class)) {
        rows.add(each.getSimpleName());
      }
    }
    assertTrue(rows.contains("T50AdviceChaosTest"), rows::toString);
    String document = Files.readString(Path.of("..", "docs", "promise.md"));
    TreeSet<String> named = new TreeSet<>();
    Pattern.compile("`(T\\d\\d\\w+Test|SoakTest)`")
        .matcher(document)
        .results()
        .forEach(match -> named.add(match.group(1)));
    assertEquals(rows, named);
  }
}
