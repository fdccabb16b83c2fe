package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.agent.weave.AdviceIndex;
import io.sonde.agent.weave.IndexReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

  private static final String HOW_TO_WRITE =
      "docs/configuration.md is not what the code reads. Write it anew with: ./mvnw -pl agent -am"
          + " test -Dtest=ConfigurationDocTest -Dsurefire.failIfNoSpecifiedTests=false"
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

  /** A section that is forgotten in Keys would be missing on the page. */
  @Test
  void everySectionIsListed() throws Exception {
    Path classes = Path.of(Keys.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<Object> declared = new HashSet<>();
    try (var files = Files.list(classes.resolve("io/sonde/agent/config"))) {
      for (String file : files.map(each -> each.getFileName().toString()).toList()) {
        for (Field field : type(file).getDeclaredFields()) {
          if (field.getType() == Section.class && Modifier.isStatic(field.getModifiers())) {
            declared.add(field.get(null));
          }
        }
      }
    }
    assertEquals(declared, Set.of(Keys.sections()));
  }

  private static Class<?> type(String file) throws ClassNotFoundException {
    return Class.forName(
        Keys.class.getPackageName() + "." + file.substring(0, file.length() - ".class".length()));
  }

  /** Out of the index that the build has just made. */
  private static List<String> instrumentations() throws IOException {
    try (InputStream in = AdviceIndex.class.getResourceAsStream("/sonde.index")) {
      return new AdviceIndex(new IndexReader(in.readAllBytes()), name -> true).allNames();
    }
  }
}
