package io.sonde.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the OpenTelemetry operator, on an image whose base is made here. */
class AgentImageTest {
  /** A static program that copies when it is called so. */
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private static final Path JAR = Path.of("../target/sonde-agent.jar");
  private static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");

  @TempDir Path folder;

  @BeforeEach
  void jar() {
    assumeTrue(Files.exists(JAR), "there is no " + JAR + ": it is built by ./mvnw package");
  }

  private Path build(String name, byte[] cp) throws Exception {
    Path base = folder.resolve("base.tar");
    BaseImage.write(base, cp);
    Path tar = Files.createDirectories(folder.resolve(name)).resolve("image.tar");
    AgentImage.build("tar://" + base, JAR, "1.2.3", CREATED, "amd64", tar);
    return tar;
  }

  private static Map<TarArchiveEntry, byte[]> read(InputStream tar) throws IOException {
    Map<TarArchiveEntry, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(tar)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry, in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] content(Path tar, String name) throws IOException {
    return read(Files.newInputStream(tar)).entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name))
        .getValue();
  }

  private static JsonNode json(Path tar, String name) throws IOException {
    return new ObjectMapper().readTree(content(tar, name));
  }

  private static Map<TarArchiveEntry, byte[]> layer(Path tar, int index) throws IOException {
    String name = json(tar, "manifest.json").at("/0/Layers/" + index).asText();
    return read(new GZIPInputStream(new ByteArrayInputStream(content(tar, name))));
  }

  @Test
  void theJarIsThereForEverybody() throws Exception {
    Path tar = build("one", "cp".getBytes());
    JsonNode manifest = json(tar, "manifest.json");
    assertEquals(1, manifest.size());
    assertEquals(2, manifest.at("/0/Layers").size());
    assertEquals("sonde-agent:1.2.3", manifest.at("/0/RepoTags/0").asText());

    Map<TarArchiveEntry, byte[]> layer = layer(tar, 1);
    assertEquals(1, layer.size(), () -> layer.keySet().toString());
    TarArchiveEntry jar = layer.keySet().iterator().next();
    assertEquals("javaagent.jar", jar.getName());
    assertEquals(0644, jar.getMode() & 07777);
    assertEquals(0, jar.getLongUserId());
    assertArrayEquals(Files.readAllBytes(JAR), layer.get(jar));

    JsonNode image = json(tar, manifest.at("/0/Config").asText());
    assertEquals("amd64", image.path("architecture").asText());
    assertEquals(CREATED.toString(), image.path("created").asText());
    // The base's: without it there is no cp.
    assertEquals(BaseImage.PATH, image.at("/config/Env/0").asText());
    assertEquals("bin/cp", layer(tar, 0).keySet().iterator().next().getName());
    assertEquals("65532", image.at("/config/User").asText());
    assertEquals("Sonde", image.at("/config/Labels/org.opencontainers.image.title").asText());
    assertEquals("1.2.3", image.at("/config/Labels/org.opencontainers.image.version").asText());
  }

  @Test
  void theSameJarGivesTheSameImage() throws Exception {
    Path one = build("one", "cp".getBytes());
    Path other = build("other", "cp".getBytes());
    assertEquals(-1, Files.mismatch(one, other));
  }

  /** What the operator's init container does, by a user who owns nothing. */
  @Test
  void itsProgramCopiesTheJar() throws Exception {
    assumeTrue(Files.exists(BUSYBOX), "no busybox-static is installed");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may change the root");
    Path tar = build("one", Files.readAllBytes(BUSYBOX));
    Path root = folder.resolve("root");
    for (int i = 0; i < 2; i++) {
      for (Map.Entry<TarArchiveEntry, byte[]> entry : layer(tar, i).entrySet()) {
        Path file = root.resolve(entry.getKey().getName());
        Files.createDirectories(file.getParent());
        Files.write(file, entry.getValue());
        String mode = (entry.getKey().getMode() & 0111) == 0 ? "rw-r--r--" : "rwxr-xr-x";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      }
    }
    // As an emptyDir is.
    Path volume = Files.createDirectory(root.resolve("otel-auto-instrumentation-java"));
    for (Path open : List.of(folder, root, root.resolve("bin"), volume)) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Process cp =
        new ProcessBuilder(
                "chroot",
                "--userspec=65532:65532",
                root.toString(),
                "cp",
                "/javaagent.jar",
                "/otel-auto-instrumentation-java/javaagent.jar")
            .redirectErrorStream(true)
            .start();
    String output = new String(cp.getInputStream().readAllBytes());
    assertEquals(0, cp.waitFor(), output);
    assertEquals(-1, Files.mismatch(JAR, volume.resolve("javaagent.jar")));
  }
}
