package io.sonde.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The Tomcat distribution, unpacked once. */
final class Tomcat {
  static final String HOME = "apache-tomcat-10.1.59";

  private Tomcat() {}

  /** Unpacks it when that was not done yet. */
  static void unpack(Path jars) throws IOException {
    if (Files.exists(jars.resolve(HOME))) {
      return;
    }
    try (InputStream in = Files.newInputStream(jars.resolve("tomcat-10.1.59.zip"));
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = jars.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.write(file, entries.readAllBytes());
        }
      }
    }
  }

  /** Has the next start listen on a port, and keep connections open. */
  static void port(Path jars, int port) throws IOException {
    Path configuration = jars.resolve(HOME).resolve("conf/server.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replaceFirst("<Server port=\"-?[0-9]+\"", "<Server port=\"-1\"")
            .replaceFirst(
                "<Connector (maxKeepAliveRequests=\"-1\" )?port=\"[0-9]+\"",
                "<Connector maxKeepAliveRequests=\"-1\" port=\"" + port + "\""));
  }
}
