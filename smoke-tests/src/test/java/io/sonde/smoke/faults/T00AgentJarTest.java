package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The matrix would have at most 60 classes on the boot class path; all of this agent is there, so
 * that nothing is extracted and no class loader is its own, and that bar is one of bytes here.
 */
@FaultRow(value = "T00", what = "nothing: what the jar is made of, before any JVM runs it")
class T00AgentJarTest {
  private static final long MAX_BYTES = 10_000_000;
  private static final int JAVA_8 = 52;

  private static Path file;
  private static JarFile jar;
  private static final TreeMap<String, byte[]> CLASSES = new TreeMap<>();

  /** A class with lambdas, for another Java, that prints. */
  static Mutant mutant() {
    return Mutant.named("careless-class")
        .adding(FaultReport.class)
        .provenBy("noClassCallsWhatTheAgentMustNotTouch");
  }

  @BeforeAll
  static void open() throws IOException {
    file = Path.of(System.getProperty("sonde.agent.jar"));
    jar = new JarFile(file.toFile());
    CLASSES.clear();
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

  /** Calls and types by their beginning, and where the one is that is meant. */
  private static final Map<String, Set<String>> FORBIDDEN =
      Map.ofEntries(
          Map.entry(JarReferences.NATIVE, Set.of()),
          Map.entry("java/lang/System.out", Set.of()),
          Map.entry("java/lang/System.err", Set.of("io/sonde/agent/SondeAgent.start")),
          Map.entry("java/lang/System.set", Set.of()),
          Map.entry("java/lang/System.clearProperty", Set.of()),
          Map.entry("java/lang/System.exit", Set.of()),
          Map.entry("java/lang/System.load", Set.of()),
          Map.entry("java/lang/Runtime.exit", Set.of()),
          Map.entry("java/lang/Runtime.halt", Set.of()),
          Map.entry("java/lang/Runtime.exec", Set.of()),
          Map.entry("java/lang/Runtime.load", Set.of()),
          Map.entry("java/lang/ProcessBuilder", Set.of()),
          Map.entry("java/io/ObjectInputStream", Set.of()),
          Map.entry("java/io/File.createTemp", Set.of()),
          Map.entry("java/io/File.deleteOnExit", Set.of()),
          Map.entry("java/nio/file/Files.createTemp", Set.of()),
          Map.entry("java/net/InetAddress.getLocalHost", Set.of()),
          Map.entry("java/net/InetAddress.getHostName", Set.of()),
          Map.entry("java/net/InetAddress.getCanonicalHostName", Set.of()),
          Map.entry("java/net/InetSocketAddress.getHostName", Set.of()),
          Map.entry("java/lang/String.format", Set.of()),
          Map.entry("java/lang/String.getBytes()", Set.of()),
          Map.entry("java/lang/String.toLowerCase()", Set.of()),
          Map.entry("java/lang/String.toUpperCase()", Set.of()),
          Map.entry("java/util/Formatter", Set.of()),
          Map.entry("java/util/Locale.setDefault", Set.of()),
          Map.entry("java/util/TimeZone.setDefault", Set.of()),
          Map.entry("java/util/ServiceLoader", Set.of()),
          Map.entry("java/util/Timer", Set.of()),
          Map.entry("java/util/concurrent/Executors", Set.of()),
          Map.entry("java/util/logging/", Set.of()),
          Map.entry("java/lang/Thread.<init>", Set.of("io/sonde/bootstrap/AgentThread.<init>")),
          Map.entry("org/apache/logging/", Set.of()),
          Map.entry("sun/misc/Unsafe", Set.of()),
          // ASM asks it when it writes a class of a preview release, which the agent never does.
          Map.entry("java/util/regex/", Set.of("io/sonde/shaded/asm/Constants.isWhitelisted")),
          Map.entry("java/lang/String.matches", Set.of()),
          // Of the user's key file, at the start.
          Map.entry("java/lang/String.replaceFirst", Set.of()),
          Map.entry(
              "java/lang/String.replaceAll",
              Set.of("io/sonde/shaded/opentelemetry/exporter/internal/TlsUtil.decodePem")),
          // At one character, without a pattern; of a constant.
          Map.entry("java/lang/String.split", Set.of("io/sonde/exporter/lines/EcsLine.<clinit>")));

  @Test
  void noClassCallsWhatTheAgentMustNotTouch() {
    List<String> found = new ArrayList<>();
    CLASSES.forEach(
        (name, bytes) ->
            JarReferences.of(
                bytes,
                (place, reference) ->
                    FORBIDDEN.forEach(
                        (forbidden, allowed) -> {
                          if (reference.startsWith(forbidden) && !allowed.contains(place)) {
                            found.add(place + " refers to " + reference);
                          }
                        })));
    assertEquals(List.of(), found);
  }

  /** The first lambda of a JVM costs 30 ms; those of the SDK's data types run after main began. */
  @Test
  void noLambdaOfItsOwn() {
    List<String> found = new ArrayList<>();
    CLASSES.forEach(
        (name, bytes) -> {
          if (!name.startsWith("io/sonde/shaded/")) {
            JarReferences.of(
                bytes,
                (place, reference) -> {
                  if (reference.equals(JarReferences.INVOKEDYNAMIC)) {
                    found.add(place);
                  }
                });
          }
        });
    assertEquals(List.of(), found);
  }

  /** Nothing else than classes and texts: no library of native code, no jar within. */
  @Test
  void nothingNative() {
    assertEquals(
        List.of(),
        jar.stream()
            .map(e -> e.getName())
            .filter(n -> !n.endsWith("/") && !n.endsWith(".class") && !n.equals("sonde.index"))
            .filter(n -> !n.matches("io/sonde/exporter/console/[\\w-]+\\.(html|js|css|svg|txt)"))
            .filter(n -> !n.startsWith("META-INF/"))
            .toList());
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
