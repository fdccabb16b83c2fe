package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.sonde.smoke.programs.faults.OsgiFramework;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(value = "T16", what = "OSGi and JBoss Modules, whose loaders do not ask the boot loader")
class T16OsgiTest {
  @TempDir private Path folder;

  /** Those loaders are left as they are. */
  static Mutant mutant() {
    return Mutant.named("loaders-do-not-delegate")
        .edit("io.sonde.agent.weave.BootDelegation", "weave", MethodEdit.emptied())
        .provenBy("modulesOfJBossAreWatched");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.felix:org.apache.felix.framework:7.0.5",
        "org.apache.felix:org.apache.felix.framework:6.0.1",
        "org.eclipse.platform:org.eclipse.osgi:3.24.0"
      })
  void bundlesAreAsWithoutAndWatched(String framework) {
    List<Path> bundles = Bundles.in(folder);
    List<String> golden;
    try (AgentProcess process = framework(framework, bundles, "golden").withoutAgent().start()) {
      golden = Bundles.golden(process);
      process.terminate();
    }
    try (Backend backend = Backend.start();
        AgentProcess process = framework(framework, bundles, "watched").backend(backend).start()) {
      Bundles.check(golden, process, backend);
    }
  }

  /** Its loaders and the database are loaded by then. */
  @Test
  void attachedToAFramework() throws Exception {
    String felix = "org.apache.felix:org.apache.felix.framework:7.0.5";
    try (Backend backend = Backend.start();
        AgentProcess process =
            framework(felix, Bundles.in(folder), "attached")
                .backend(backend)
                .withoutAgent()
                .start()) {
      List<String> golden = Bundles.golden(process);
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
      machine.loadAgent(AgentCommand.agentJar().toAbsolutePath().toString());
      machine.detach();
      process.awaitErrorLine("[sonde] INFO");
      Bundles.check(golden, process, backend);
    }
  }

  @Tag("faults")
  @Test
  void karaf() throws Exception {
    List<String> golden;
    try (AgentProcess process = karaf("golden").command().withoutAgent().start()) {
      golden = Bundles.golden(process);
      process.terminate();
    }
    try (Backend backend = Backend.start();
        AgentProcess process = karaf("watched").command().backend(backend).start()) {
      Bundles.check(golden, process, backend);
    }
  }

  private Karaf karaf(String name) throws IOException {
    Karaf karaf = new Karaf(folder.resolve(name));
    karaf.deploy(Bundles.in(folder));
    return karaf;
  }

  @Tag("faults")
  @Test
  void glassFish() throws Exception {
    List<String> golden;
    try (AgentProcess process = glassFish("golden").command().withoutAgent().start()) {
      golden = Bundles.golden(process);
      process.terminate();
    }
    // T01: the server has its own.
    String own = "log manager org.glassfish.main.jul.GlassFishLogManager";
    assertTrue(golden.contains(own), golden::toString);
    try (Backend backend = Backend.start();
        AgentProcess process = glassFish("watched").command().backend(backend).start()) {
      Bundles.check(golden, process, backend);
    }
  }

  private GlassFish glassFish(String name) throws IOException {
    GlassFish server = new GlassFish(folder.resolve(name));
    server.install(Bundles.in(folder));
    return server;
  }

  private AgentCommand framework(String framework, List<Path> bundles, String storage) {
    String[] arguments = new String[bundles.size() + 1];
    arguments[0] = folder.resolve(storage).toString();
    for (int i = 0; i < bundles.size(); i++) {
      arguments[i + 1] = bundles.get(i).toString();
    }
    return new AgentCommand(OsgiFramework.class, arguments).classPath(Libraries.file(framework));
  }

  @Test
  void modulesOfJBossAreWatched() throws Exception {
    String[] shop = ShopModules.write(folder);
    try (Backend backend = Backend.start();
        AgentProcess process =
            new AgentCommand("org.jboss.modules.Main", shop[0], shop[1], shop[2])
                .classPath(ShopModules.JBOSS_MODULES)
                .backend(backend)
                .start()) {
      process.awaitLine("row 1");
      backend.awaitSpan(span -> span.name().equals("SELECT"));
      Bundles.allLoadersAreWatched(process);
    }
  }
}
