package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.weave.AdviceIndex;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

  private static final String HOW_TO_WRITE =
      "docs/configuration.md is not what the code reads. Write it anew with: ./mvnw -pl agent -am test"
          + " -Dtest=ConfigurationDocTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dsonde.docs.write=true";

  @Test
  void thePageIsWhatTheCodeReads() throws Exception {
    Path page = Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md");
    String text = ConfigurationDoc.render(instrumentations());
    if (Boolean.getBoolean("sonde.docs.write")) {
      Files.writeString(page, text);
    }
    assertEquals(text, Files.exists(page) ? Files.readString(page) : "", HOW_TO_WRITE);
  }

  @Test
  void everyKeyHasOneRowAndItsOwnName() {
    Set<String> names = new HashSet<>();
    for (Section section : Keys.sections()) {
      for (Key<?> key : section.keys) {
        assertTrue(names.add(key.name), key.name);
        assertTrue(key.meaning.endsWith(".") && !key.meaning.contains("|"), key.name);
      }
    }
  }

  /** A class of keys that is forgotten in Keys would be missing on the page. */
  @Test
  void everyClassOfKeysIsListed() throws Exception {
    Path classes = Path.of(Keys.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.list(classes.resolve("io/sonde/agent/config"))) {
      List<String> declared =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Keys.class") && !name.equals("Keys.class"))
              .filter(name -> !Set.of("UnknownKeys.class", "HttpKeys.class").contains(name))
              .toList();
      assertEquals(declared.size(), Arrays.stream(Keys.sections()).distinct().count());
    }
  }

  /** Out of the index that the build has just made. */
  private static List<String> instrumentations() throws IOException {
    try (InputStream in = AdviceIndex.class.getResourceAsStream("/sonde.index")) {
      return new AdviceIndex(new DataInputStream(in), name -> true).allNames();
    }
  }
}
