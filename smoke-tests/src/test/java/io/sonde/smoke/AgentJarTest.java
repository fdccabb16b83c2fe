package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold of the jar before any JVM runs it (fault suite, T00). */
class AgentJarTest {
  private static final long MAX_BYTES = 10_000_000;
  private static final int JAVA_8 = 52;

  private static Path file;
  private static JarFile jar;
  private static final TreeMap<String, byte[]> CLASSES = new TreeMap<>();

  @BeforeAll
  static void open() throws IOException {
    file = Path.of(System.getProperty("sonde.agent.jar"));
    jar = new JarFile(file.toFile());
    for (var entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
      CLASSES.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
    }
    assertTrue(CLASSES.size() > 300, "the jar is not the agent's: " + CLASSES.size());
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void isSmall() throws IOException {
    assertTrue(Files.size(file) <= MAX_BYTES, Files.size(file) + " bytes");
  }

  @Test
  void allIsUnderItsOwnPackage() {
    List<String> strangers =
        jar.stream()
            .map(e -> e.getName())
            .filter(n -> !n.endsWith("/"))
            .filter(n -> !n.startsWith("io/sonde/") && !n.equals("sonde.index"))
            .filter(n -> !n.matches("META-INF/(MANIFEST\\.MF|LICENSE|THIRD-PARTY\\.txt)"))
            .toList();
    assertEquals(List.of(), strangers);
    assertNotNull(jar.getEntry("META-INF/LICENSE"));
    assertNotNull(jar.getEntry("META-INF/THIRD-PARTY.txt"));
  }

  @Test
  void everyClassIsForJava8() throws IOException {
    for (var e : CLASSES.entrySet()) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(e.getValue()));
      in.readInt();
      in.readUnsignedShort();
      assertTrue(in.readUnsignedShort() <= JAVA_8, e.getKey());
    }
  }

  @Test
  void noClassMentionsWhatTheAgentMustNotTouch() {
    String[] forbidden = {
      "java/util/logging/",
      "java/io/ObjectInputStream",
      "java/util/regex/",
      "java/lang/ProcessBuilder"
    };
    List<String> found = new ArrayList<>();
    CLASSES.forEach(
        (name, bytes) -> {
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          for (String each : forbidden) {
            boolean ours = !name.startsWith("io/sonde/shaded/") || each.contains("logging");
            if (ours && text.contains(each)) {
              found.add(name + " mentions " + each);
            }
          }
        });
    assertEquals(List.of(), found);
  }

  @Test
  void theManifestLetsItBeStartedAndAttached() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertEquals("io.sonde.agent.SondeAgent", manifest.getValue("Premain-Class"));
    assertEquals("io.sonde.agent.SondeAgent", manifest.getValue("Agent-Class"));
    assertEquals("true", manifest.getValue("Can-Retransform-Classes"));
    assertFalse(manifest.getValue("Implementation-Version").isEmpty());
  }
}
