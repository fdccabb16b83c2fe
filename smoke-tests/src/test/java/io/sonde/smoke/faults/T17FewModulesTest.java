package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Jdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T17", what = "a named module on a JDK that was linked from few modules")
class T17FewModulesTest {
  private static final String MAIN =
      """
      package shop;
      public class Main {
        public static void main(String[] args) throws Exception {
          System.out.println("hello " + Main.class.getModule().getName());
          while (System.in.read() >= 0) {}
        }
      }
      """;

  @TempDir private Path folder;

  /** What is missing reaches further than the metrics that need it. */
  static Mutant mutant() {
    return Mutant.named("needs-jmx")
        .adding(NeedsModules.class)
        .edit(
            "io.sonde.agent.sdk.MetricCollector",
            "<init>",
            MethodEdit.startingWith(NeedsModules.class, "jmx"))
        .provenBy("itRunsAndIsWatched");
  }

  /** The agent needs java.instrument, as the JVM does to have one; java.management is optional. */
  @ParameterizedTest
  @ValueSource(strings = {"java.instrument", "java.instrument,java.management"})
  void itRunsAndIsWatched(String modules) throws Exception {
    Path jdk = Jdks.chosen();
    Path classes =
        Compiled.sources(jdk, folder, "module-info.java", "module shop {}", "shop/Main.java", MAIN);
    Path image = folder.resolve("image");
    Compiled.run(jdk, "jlink", "--add-modules", modules, "--output", image.toString());
    try (Backend backend = Backend.start()) {
      AgentProcess process =
          new AgentCommand("-p", classes.toString(), "-m", "shop/shop.Main")
              .jdk(image)
              .backend(backend)
              .start();
      try (process) {
        process.awaitLine("hello shop");
        backend.awaitMetric("sonde.records.produced");
        if (modules.contains("management")) {
          // Not once only: a group that fails is off from then on.
          backend.awaitMetric("jvm.class.loaded");
          backend.clear();
          backend.awaitMetric("jvm.class.loaded");
        }
      }
      assertEquals(0, process.awaitExit());
      assertEquals(List.of("hello shop"), process.stdout());
      for (String line : process.stderr()) {
        assertFalse(line.contains("Error") && !line.contains("INFO"), line);
      }
    }
  }
}
