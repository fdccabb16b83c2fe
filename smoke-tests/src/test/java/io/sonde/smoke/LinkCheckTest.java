package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.LogbackLines;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A version of a library that lacks a method which the advice calls: one line says so, and the
 * application runs on (fault T78).
 */
class LinkCheckTest {
  private static final String METHOD = "getFormattedMessage";

  @Test
  void anEditedLibraryIsLeftAlone(@TempDir Path folder) throws Exception {
    List<Path> classPath = new ArrayList<>();
    for (Path jar : Libraries.resolve("ch.qos.logback:logback-classic:1.5.18")) {
      classPath.add(edited(jar, folder.resolve(jar.getFileName())));
    }
    AgentProcess process = new AgentCommand(LogbackLines.class).classPath(classPath).start();
    try (process) {
      process.send("one");
      process.awaitLine("logged one");
      process.send("two");
      process.awaitLine("logged two");
    }
    assertEquals(0, process.awaitExit());
    assertTrue(
        process.stdout().stream().anyMatch(line -> line.endsWith("lines -- two")),
        process.stdout().toString());
    List<String> told =
        process.agentLines().stream()
            .filter(line -> line.contains("this version of the library has no"))
            .toList();
    assertEquals(1, told.size(), process.agentLines().toString());
    assertTrue(told.get(0).contains(METHOD), told.get(0));
  }

  /** The method has another name of the same length, wherever the library has it. */
  private static Path edited(Path jar, Path target) throws IOException {
    String other = METHOD.toUpperCase(java.util.Locale.ROOT);
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().map(e -> (ZipEntry) e)::iterator) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          to.write(bytes.replace(METHOD, other).getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return target;
  }
}
