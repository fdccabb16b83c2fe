package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.LateStart;
import io.sonde.smoke.programs.faults.ModularShop;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T01", what = "a server brings its own log manager and MBean server")
class T01OwnLogManagerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String PAGE =
      """
      <%@ page session="false" import="java.lang.management.*, java.sql.*, java.util.*" %><%
      Driver driver = (Driver) Class.forName("org.h2.Driver").newInstance();
      try (Connection connection = driver.connect("jdbc:h2:mem:", new Properties());
          ResultSet rows = connection.prepareStatement("SELECT 1").executeQuery()) {
        rows.next();
        out.print(java.util.logging.LogManager.getLogManager().getClass().getName());
        String[] domains = ManagementFactory.getPlatformMBeanServer().getDomains();
        out.print(" " + new TreeSet<>(Arrays.asList(domains)) + " row " + rows.getInt(1));
      }
      %>
      """;

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
        new AgentCommand(main, shop[0], shop[1], shop[2])
            .classPath(ShopModules.JBOSS_MODULES)
            .withoutAgent()
            .start()) {
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

  /** GlassFish's is in T16. */
  @Tag("faults")
  @Test
  void wildFly() throws Exception {
    String golden;
    WildFly without = new WildFly(folder.resolve("golden"));
    try (AgentProcess process = without.command().withoutAgent().start()) {
      golden = ask(without, process);
      process.terminate();
    }
    assertTrue(golden.contains("org.jboss.logmanager.LogManager ["), golden);
    assertTrue(golden.contains("jboss.as, "), golden);
    WildFly with = new WildFly(folder.resolve("watched"));
    try (Backend backend = Backend.start();
        AgentProcess process = with.command().backend(backend).start()) {
      assertEquals(golden, ask(with, process));
      backend.awaitSpan(span -> span.name().equals("SELECT"));
      Bundles.allLoadersAreWatched(process);
      process.terminate();
    }
  }

  /** Deploys an application and gives back what it says of the server. */
  private static String ask(WildFly server, AgentProcess process) throws IOException {
    Path shop = server.applications().resolve("shop.war");
    Path libraries = Files.createDirectories(shop.resolve("WEB-INF/lib"));
    Files.copy(Libraries.file("com.h2database:h2:2.3.232"), libraries.resolve("h2.jar"));
    Files.writeString(shop.resolve("index.jsp"), PAGE);
    // The sign for a folder that is complete.
    Files.createFile(server.applications().resolve("shop.war.dodeploy"));
    return Await.until(
        "the application",
        PATIENCE,
        () -> process.isAlive() ? page(server) : "ended: " + process.stdout() + process.stderr(),
        page -> page.contains("row") || page.startsWith("ended"));
  }

  private static String page(WildFly server) {
    return RawHttp.exchange(server.port, RawHttp.get("/shop/index.jsp", ""));
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
