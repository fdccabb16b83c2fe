package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.LateStart;
import io.sonde.smoke.programs.faults.ModularShop;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T01", what = "a server brings its own log manager and MBean server")
class T01OwnLogManagerTest {
  @TempDir private Path folder;

  /** The exporters' start asks for the log manager. */
  static Mutant mutant() {
    return Mutant.named("log-manager-is-taken")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Exporters",
            "start",
            MethodEdit.startingWith(Careless.class, "takesTheLogManager"))
        .provenBy("chosenWhenAllIsRunning");
  }

  @Test
  void chosenAtOnce() throws Exception {
    String[] shop = ShopModules.write(folder);
    String main = "org.jboss.modules.Main";
    List<String> golden;
    try (AgentProcess process =
        new AgentCommand(main, shop[0], shop[1], shop[2]).classPath(ShopModules.JBOSS_MODULES).withoutAgent().start()) {
      golden = run(process);
    }
    try (AgentProcess process =
        new AgentCommand(main, shop[0], shop[1], shop[2])
            .classPath(ShopModules.JBOSS_MODULES)
            .start()) {
      assertEquals(golden, run(process));
    }
  }

  /** However long the server takes until it chooses. */
  @Test
  void chosenWhenAllIsRunning() throws Exception {
    String[] shop = ShopModules.write(folder);
    try (Backend backend = Backend.start();
        AgentProcess process =
            new AgentCommand(LateStart.class, "org.jboss.modules.Main", shop[0], shop[1], shop[2])
                .classPath(ShopModules.JBOSS_MODULES)
                .backend(backend)
                .start()) {
      // Each of its threads has been at work, more than once.
      backend.awaitMetric("jvm.memory.used_after_last_gc");
      backend.clear();
      backend.awaitMetric("sonde.records.produced");
      process.send("start");
      run(process);
    }
  }

  private static List<String> run(AgentProcess process) {
    process.awaitLine("port ");
    List<String> said = process.stdout();
    String own = ModularShop.OwnLogManager.class.getName();
    assertTrue(said.contains("log manager " + own), said::toString);
    assertTrue(said.contains("own MBean server true"), said::toString);
    for (String line : process.stderr()) {
      assertFalse(line.contains("log manager"), line);
    }
    return said;
  }
}
