package io.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What the variants are compared in. */
record Setting(Application application, Path javaHome, int heapMegabytes) {
  String title() throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(javaHome.resolve("release"))) {
      release.load(in);
    }
    String version = release.getProperty("JAVA_VERSION").replace("\"", "");
    return application.title() + ", JDK " + version + ", heap " + heapMegabytes + " MB";
  }
}
