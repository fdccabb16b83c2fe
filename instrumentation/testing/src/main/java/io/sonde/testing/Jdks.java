package io.sonde.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The JDKs of this machine, in the places where installers and CI systems put them. */
public final class Jdks {
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/jvm",
          "/usr/java",
          "/opt/java",
          "/opt",
          "/Library/Java/JavaVirtualMachines",
          System.getProperty("user.home") + "/.sdkman/candidates/java",
          System.getProperty("user.home") + "/.jdks");

  private Jdks() {}

  /** The home of a JDK of that feature release, such as 17; the running one if it is that. */
  public static Optional<Path> find(int feature) {
    if (Runtime.version().feature() == feature) {
      return Optional.of(running());
    }
    return candidates(feature).stream().filter(home -> featureOf(home) == feature).findFirst();
  }

  /** What forked JVMs run on: {@code -Dsonde.test.jdk=25}, or else what runs the tests. */
  public static Path chosen() {
    String feature = System.getProperty("sonde.test.jdk");
    return feature == null
        ? running()
        : find(Integer.parseInt(feature))
            .orElseGet(() -> Assumptions.abort("no JDK " + feature + " is installed"));
  }

  /** The JDK that runs the tests. */
  public static Path running() {
    return Path.of(System.getProperty("java.home"));
  }

  private static List<Path> candidates(int feature) {
    List<Path> found = new ArrayList<>();
    for (String name : List.of("JAVA_HOME_" + feature, "JAVA_HOME_" + feature + "_X64")) {
      String home = System.getenv(name);
      if (home != null) {
        found.add(Path.of(home));
      }
    }
    for (String folder : FOLDERS) {
      if (Files.isDirectory(Path.of(folder))) {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(Path.of(folder))) {
          for (Path home : homes) {
            found.add(home);
            found.add(home.resolve("Contents/Home"));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return found;
  }

  /** The feature release that the file {@code release} of a JDK names; 0 when it is none. */
  private static int featureOf(Path home) {
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=")) {
          String version = line.substring("JAVA_VERSION=".length()).replace("\"", "");
          return Runtime.Version.parse(version.replace("1.8.0_", "8.0.")).feature();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
    return 0;
  }
}
