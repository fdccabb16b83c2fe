package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.ShopBundle;
import io.sonde.smoke.programs.faults.TellingBundle;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Bundles for an OSGi framework: a database, one that imports it, one that finds it when it looks
 * for it, one that lacks something, and one that tells about all. Not thread safe.
 */
final class Bundles {
  /** A server of a hundred bundles on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** How often a framework says the same before it is taken for started. */
  private static final int SETTLED = 20;

  private Bundles() {}

  static List<Path> in(Path folder) {
    String imports = "Import-Package: org.osgi.framework";
    return List.of(
        Libraries.file("com.h2database:h2:2.3.232"),
        bundle(folder, "importing", ShopBundle.class, imports + ", org.h2"),
        bundle(folder, "finding", ShopBundle.class, imports + "\nDynamicImport-Package: *"),
        bundle(folder, "lacking", ShopBundle.class, imports + ", io.sonde.bootstrap"),
        bundle(folder, "telling", TellingBundle.class, imports + ", org.osgi.framework.wiring"));
  }

  private static Path bundle(Path folder, String name, Class<?> activator, String headers) {
    String manifest =
        "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: %s\n"
            + "Bundle-Activator: %s\n%s\n\n";
    return Jars.write(
        folder.resolve(name + ".jar"),
        Map.of("META-INF/MANIFEST.MF", manifest.formatted(name, activator.getName(), headers)),
        List.of(activator));
  }

  /** What a framework says without the agent, when nothing changes any longer. */
  static List<String> golden(AgentProcess process) {
    Asking asking = new Asking(process);
    Await.until("it is started", PATIENCE, asking::again, same -> same >= SETTLED);
    List<String> golden = asking.last;
    assertTrue(golden.contains("importing says row 1"), golden::toString);
    assertTrue(golden.contains("finding says row 1"), golden::toString);
    assertTrue(golden.contains("lacking-0.0.0 state 2"), golden::toString);
    return golden;
  }

  /** Asserts that with the agent it comes to say the same, and that it is watched, and ends it. */
  static void check(List<String> golden, AgentProcess process, Backend backend) {
    Asking asking = new Asking(process);
    try {
      Await.until("as without", PATIENCE, asking::again, same -> asking.last.equals(golden));
    } catch (AssertionError e) {
      assertEquals(less(golden, asking.last), less(asking.last, golden), "without and with");
      throw e;
    }
    backend.awaitSpans(2, span -> span.name().equals("SELECT"));
    allLoadersAreWatched(process);
    process.terminate();
  }

  private static List<String> less(List<String> all, List<String> others) {
    return all.stream().filter(each -> !others.contains(each)).toList();
  }

  static void allLoadersAreWatched(AgentProcess process) {
    for (String line : process.agentLines()) {
      assertFalse(line.contains("are not watched"), line);
    }
  }

  private static final class Asking {
    private final AgentProcess process;
    private List<String> last = List.of();
    private int asked;
    private int same;

    Asking(AgentProcess process) {
      this.process = process;
      Await.until(
          "the bundle that tells", PATIENCE, process::stdout, lines -> lines.contains("telling"));
    }

    /** Asks once more, and gives back how often it has said the same. */
    int again() {
      String line = "q" + asked++;
      process.send(line);
      process.awaitLine(line + " done");
      List<String> before = last;
      last =
          process.stdout().stream()
              .filter(each -> each.startsWith(line + " "))
              .map(each -> each.substring(line.length() + 1))
              .toList();
      same = last.equals(before) ? same + 1 : 0;
      return same;
    }
  }
}
